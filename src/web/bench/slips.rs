//! The slider of slips: what is left of E and ρ if labels slip so often.

use crate::figure::evidence::Slips;
use crate::web::dom;
use crate::web::figure::View;
use crate::web::message::{Brought, Message, send};
use bounceback_core::number::format::percent;
use bounceback_fit::Bench;
use bounceback_fit::paths::Slip;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlSelectElement};

/// Which labels slip, and how often.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Set {
    pub of: usize,
    pub rate: f64,
    /// Whether something else is shown.
    pub is_stale: bool,
}

/// Listens to slider and menu.
pub(super) fn listen(root: &Element) -> Option<()> {
    let slider: HtmlInputElement = dom::slot(root, "slip")?;
    let moved = slider.clone();
    dom::on(&slider, "input", move |_: Event| {
        send(Message::Data(Brought::Slip(moved.value_as_number())));
    });
    let menu: HtmlSelectElement = dom::slot(root, "slips-of")?;
    for slip in Slip::ALL {
        dom::put(&menu, "option", slip.label())?;
    }
    let chosen = menu.clone();
    dom::on(&menu, "change", move |_: Event| {
        if let Ok(of) = usize::try_from(chosen.selected_index()) {
            send(Message::Data(Brought::SlipOf(of)));
        }
    });
    Some(())
}

/// Shows what is left; nothing where there are no labels of steps.
pub(super) fn show(root: &Element, bench: &Bench, set: Set, figures: &mut [View]) -> Option<()> {
    let place: HtmlElement = dom::slot(root, "slips")?;
    let curve = bench.slip_curves().get(set.of);
    place.set_hidden(curve.is_none());
    if let Some(curve) = curve {
        let rate = set.rate.min(curve.last());
        let slider: HtmlInputElement = dom::slot(root, "slip")?;
        slider.set_max(&curve.last().to_string());
        slider.set_value_as_number(rate);
        let told = percent(rate);
        dom::set(&slider, "aria-valuetext", &format!("{told} of labels"));
        dom::slot::<Element>(root, "slip-rate")?.set_text_content(Some(&told));
        dom::slot::<HtmlSelectElement>(root, "slips-of")?
            .set_selected_index(i32::try_from(set.of).ok()?);
        dom::slot::<Element>(root, "slipping")?.set_text_content(Some(&curve.said(rate)));
    }
    let rate = curve.map_or(0.0, |it| set.rate.min(it.last()));
    for figure in figures.iter_mut().filter(|it| it.name() == "slips") {
        figure.show(Box::new(Slips::of(curve.cloned(), rate)));
    }
    Some(())
}
