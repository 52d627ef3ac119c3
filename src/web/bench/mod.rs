//! The bench of the evidence: data come in, are shown as they were understood, fitted in
//! slices, and spoken of. All that is said of them is made in the core.

mod adopted;
mod away;
mod bring;
mod carried;
mod found;
mod picture;
mod slips;
mod understood;

use super::dom;
use super::figure::View;
use super::message::{Away, Brought};
use adopted::Adopted;
use bounceback_core::model::scenario::Scenario;
use bounceback_fit::builtin::Builtin;
use bounceback_fit::read::Reading;
use bounceback_fit::{Band, Bench, Profiles, Wish};
use carried::Carried;
use picture::Picture;
use web_sys::{Element, HtmlElement, HtmlProgressElement};

/// So many characters are read, and so many operations of fits done, between two looks at the
/// clock.
const READ: usize = 8_000;
const FIT: u64 = 1_000;

/// The seed of what is drawn from fits: the same data always give the same words.
const SEED: u64 = 1;

/// Where data are brought, and what is found.
#[derive(Debug)]
pub(super) struct Desk {
    root: Element,
    understood: HtmlElement,
    shown: HtmlElement,
    progress: HtmlProgressElement,
    told: Element,
    /// What was brought, and what is being made of it.
    reading: Option<Reading>,
    is_read: bool,
    bench: Option<Bench>,
    wish: Wish,
    /// Which of several sets is looked at.
    set: usize,
    /// The explanation that is looked at.
    chosen: Option<&'static str>,
    /// The lengths at which curves are drawn.
    grid: Vec<f64>,
    band: Option<Band>,
    profiles: Option<Profiles>,
    adopted: Option<Adopted>,
    /// Which labels are thought to slip, and how often.
    slips: slips::Set,
    /// Whether the axes that are shown are logarithmic.
    log: (bool, bool),
    /// Whether what is shown is behind what is known.
    is_stale: bool,
    is_whole: bool,
    carried: Carried,
}

impl Desk {
    /// Binds `[data-desk]`.
    pub(super) fn bind(root: &Element) -> Option<Self> {
        let desk: Element = dom::find(root, "[data-desk]")?;
        bring::listen(&desk)?;
        found::listen(&desk);
        away::listen(&desk);
        slips::listen(&desk)?;
        Some(Self {
            understood: dom::slot(&desk, "understood")?,
            shown: dom::slot(&desk, "shown")?,
            progress: dom::slot(&desk, "fitting")?,
            told: dom::slot(&desk, "doing")?,
            reading: None,
            is_read: false,
            bench: None,
            wish: Wish::default(),
            set: 0,
            chosen: None,
            grid: Vec::new(),
            band: None,
            profiles: None,
            adopted: None,
            slips: slips::Set::default(),
            log: (false, false),
            is_stale: false,
            is_whole: true,
            carried: Carried::default(),
            root: desk,
        })
    }

    /// Takes what was brought, or done to it.
    pub(super) fn take(&mut self, brought: Brought) {
        match brought {
            Brought::Text(text) => {
                self.carried.bring(&text);
                self.open(&text);
            }
            Brought::Set(name) => {
                if let Some(set) = Builtin::of(name) {
                    self.open_set(set);
                }
            }
            Brought::Unread => self.say("This file could not be read."),
            Brought::Role(column, role) => self.change(|reading| reading.set_role(column, role)),
            Brought::Kind(kind) => self.change(|reading| reading.set_kind(kind)),
            Brought::Answer(ask, choice, number) => {
                self.change(|reading| reading.answer(ask, choice, number));
            }
            Brought::Series(set) => {
                self.set = set;
                self.begin();
            }
            Brought::Flawless(flawless) => {
                self.wish.flawless = flawless;
                self.begin();
            }
            Brought::Exact(exact) => {
                self.wish.exact = exact;
                self.begin();
            }
            Brought::Origin(origin) => {
                self.wish.origin = origin;
                self.begin();
            }
            Brought::Choose(name) => self.choose(Some(name)),
            Brought::SlipOf(of) => {
                self.slips.of = of;
                self.slips.is_stale = true;
            }
            Brought::Slip(rate) => {
                self.slips.rate = rate;
                self.slips.is_stale = true;
            }
            Brought::Carry(carry) => self.carried.allow(carry),
            Brought::Stop => {
                self.is_whole = true;
                self.say("Stopped: what is shown is what is known so far.");
            }
        }
        self.carried.show(&self.root);
    }

    /// Takes away what was found; `link` leads back to it.
    pub(super) fn take_away(&self, how: Away, link: &str) {
        if let (Some(bench), Some(reading)) = (&self.bench, &self.reading) {
            away::take(how, bench, (reading, self.set), link);
        }
    }

    /// What the link carries of the data.
    pub(super) fn carried(&self) -> Option<&str> {
        self.carried.value()
    }

    /// A link carries these data.
    pub(super) fn follow(&mut self, value: Option<&str>) {
        if value == self.carried.value() {
            return;
        }
        match value.map(Carried::of) {
            None => {}
            Some(Some(carried)) => {
                if let Some(set) = carried.set() {
                    self.open_set(set);
                } else {
                    let text = carried.text().to_owned();
                    self.carried = carried;
                    self.open(&text);
                }
            }
            Some(None) => self.say("The data in this link were cut on their way, or are none."),
        }
        self.carried.show(&self.root);
    }

    fn open_set(&mut self, set: &'static Builtin) {
        self.carried = Carried::set_of(set);
        self.open("");
        self.reading = Some(set.reading());
        self.is_whole = false;
        found::story(&self.root, Some(set));
    }

    fn open(&mut self, text: &str) {
        found::story(&self.root, None);
        self.reading = (!text.trim().is_empty()).then(|| Reading::new(text));
        self.is_read = false;
        self.set = 0;
        self.wish = Wish::default();
        self.clear();
        self.understood.set_hidden(true);
        self.is_whole = self.reading.is_none();
        self.say("");
    }

    /// Nothing is found yet.
    fn clear(&mut self) {
        self.slips = slips::Set::default();
        self.bench = None;
        self.chosen = None;
        self.band = None;
        self.profiles = None;
        self.is_stale = true;
        self.shown.set_hidden(true);
    }

    /// Something is understood otherwise: all is gathered anew.
    fn change(&mut self, change: impl FnOnce(&mut Reading)) {
        if let Some(reading) = &mut self.reading {
            change(reading);
            self.is_read = false;
            self.is_whole = false;
            self.clear();
        }
    }

    fn choose(&mut self, name: Option<&'static str>) {
        self.chosen = name;
        (self.band, self.profiles) = (None, None);
        self.is_stale = true;
        if let (Some(name), Some(bench)) = (name, &self.bench) {
            self.band = bench.band(name, &picture::band_lengths(&self.grid));
            self.profiles = bench.profiles(name);
            self.is_whole = false;
        }
    }

    /// The scenario that an explanation is, and what is to be said of it.
    pub(super) fn adopt(&mut self, name: &str, base: &Scenario) -> Option<(Scenario, String)> {
        let bench = self.bench.as_ref()?;
        let (scenario, said) = bench.scenario(name, base)?;
        self.adopted = Adopted::new(bench, name, &scenario);
        Some((scenario, said))
    }

    /// Says what is being done.
    pub(super) fn say(&self, text: &str) {
        self.told.set_text_content(Some(text));
    }

    /// Begins to fit what was read; once it is, where it is still being read.
    fn begin(&mut self) {
        if !self.is_read {
            return;
        }
        self.clear();
        let Some(reading) = &self.reading else { return };
        let set = reading.series().get(self.set);
        self.bench = set.and_then(|set| Bench::new(set.data.clone(), self.wish, SEED));
        self.grid = self.bench.as_ref().map_or_else(Vec::new, picture::grid);
        self.is_whole = self.bench.is_none();
        found::sets(&self.root, reading, self.set);
    }

    /// Goes on until some time; whether there is more to do.
    pub(super) fn advance(&mut self, until: f64) -> bool {
        // It is laid into the figures in the frame after.
        let laying = self.adopted.as_ref().is_some_and(Adopted::is_under_way);
        while dom::now() < until {
            if self.adopted.as_mut().is_some_and(|it| it.advance(FIT)) {
                continue;
            }
            if self.is_whole {
                break;
            }
            self.step();
        }
        let doing = self.doing();
        self.progress.set_hidden(doing.is_none());
        if let Some((what, far)) = doing {
            self.progress.set_value(far);
            dom::set(&self.progress, "aria-label", what);
        }
        // It is done once it is shown.
        let busy = !self.is_whole || self.is_stale || laying;
        dom::set(&self.root, "data-busy", if busy { "true" } else { "false" });
        busy
    }

    fn doing(&self) -> Option<(&'static str, f64)> {
        if self.is_whole {
            return None;
        }
        match (&self.reading, &self.bench) {
            (Some(reading), _) if !self.is_read => Some(("reading", reading.progress())),
            (_, Some(bench)) => bench.progress(),
            _ => None,
        }
    }

    fn step(&mut self) {
        if !self.is_read {
            let Some(reading) = &mut self.reading else {
                self.is_whole = true;
                return;
            };
            if reading.advance(READ) {
                self.is_read = true;
                let _ = understood::show(&self.understood, reading);
                self.begin();
            }
            return;
        }
        let Some(bench) = &mut self.bench else {
            self.is_whole = true;
            return;
        };
        if let Some(band) = &mut self.band
            && band.ends().count() < picture::BAND
        {
            self.is_stale |= band.advance(FIT);
            return;
        }
        if let Some(profiles) = self.profiles.as_mut().filter(|it| !it.is_done()) {
            self.is_stale |= profiles.advance(FIT);
            return;
        }
        let (was_fitted, before) = (bench.is_fitted(), bench.progress().map(|it| it.0));
        self.is_whole = bench.advance(FIT);
        let told_more = bench.progress().map(|it| it.0) != before;
        if !was_fitted && bench.is_fitted() {
            let preferred = bench.preferred();
            self.choose(preferred);
        }
        self.is_stale |= told_more || self.is_whole;
    }

    /// Shows what is known, where that has changed, or the axes have: in the figures, and in
    /// words.
    pub(super) fn show(&mut self, figures: &mut [View], scenario: &Scenario) -> bool {
        let log = (scenario.log_x(), scenario.log_y());
        let laid = Adopted::lay(self.adopted.as_ref(), figures, scenario);
        if !self.is_stale && self.log == log {
            // Who pulls a slider waits for nothing else.
            let slips = std::mem::take(&mut self.slips.is_stale);
            if let Some(bench) = self.bench.as_ref().filter(|_| slips) {
                slips::show(&self.root, bench, self.slips, figures);
            }
            return slips || laid;
        }
        (self.is_stale, self.slips.is_stale, self.log) = (false, false, log);
        let Some(bench) = &self.bench else {
            picture::blank(figures);
            return true;
        };
        self.shown.set_hidden(false);
        let (explanations, said) = (bench.explanations(), bench.said().unwrap_or_default());
        found::show(
            &self.root,
            bench,
            (&explanations, self.chosen),
            &said,
            self.wish,
        );
        slips::show(&self.root, bench, self.slips, figures);
        let picture = Picture {
            bench,
            explanations: &explanations,
            says: said.findings.first().map(String::as_str),
            chosen: self.chosen,
            grid: &self.grid,
            band: self.band.as_ref(),
            profiles: self.profiles.as_ref(),
            log,
        };
        picture.show(figures);
        true
    }
}
