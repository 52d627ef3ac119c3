//! Which runs each part of the room wants, by the scenario.

use super::warmth;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::scenario::Scenario;

/// How a run is made: the numbers of `bounceback-lab-web`, in its order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// The seed.
    pub seed: f64,
    /// How many steps it has.
    pub steps: f64,
    /// How warm it is sampled.
    pub temperature: f64,
    /// How many tokens are seen.
    pub window: f64,
    /// Whether complaints are ignored.
    pub ignore: bool,
    /// The step at which an error is put in, or 0, and for how many steps none is heard.
    pub error: (f64, f64),
    /// Who states the rule again (0 nobody, 1 the harness, 2 the model), and how often.
    pub restating: (f64, f64),
}

impl Setting {
    /// As they cross the border.
    pub fn numbers(&self) -> [f64; 12] {
        [
            self.seed,
            self.steps,
            self.temperature,
            self.window,
            if self.ignore { 1.0 } else { 0.0 },
            0.0,
            self.error.0,
            self.error.1,
            -1.0,
            self.restating.0,
            self.restating.1,
            f64::NAN,
        ]
    }
}

/// Runs that are wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct Order {
    /// Whose.
    pub model: String,
    /// How they are made.
    pub setting: Setting,
    /// How many.
    pub runs: u32,
}

/// Runs of a kind that are compared.
pub const RUNS: u32 = 300;

/// Steps that are watched at most.
pub const WATCHED: f64 = 60.0;

/// Windows that errors are put in through, beside the one that is chosen.
const WINDOWS: [u64; 5] = [24, 18, 12, 9, 6];

/// For how many steps no complaint is heard.
pub const LAGS: std::ops::RangeInclusive<u64> = 1..=10;

/// Runs for each window and lag.
const PUT_IN: u32 = 40;

/// The step at which an error is put in, and how many steps later one looks: as the package
/// sweeps.
const STEP: f64 = 25.0;
const LATER: f64 = 8.0;

/// The temperature at which the edge is sharp: later slips, complained about, lead back to
/// older ones, too.
const COOL: f64 = 1.0;

/// So many seeds there are.
const SEEDS: f64 = 9_007_199_254_740_992.0;

/// The window through which what is lost is watched.
pub const NARROW: f64 = 6.0;

/// How many steps before the end errors are put in.
pub const LEFT: [f64; 4] = [0.0, 1.0, 2.0, 4.0];

/// Every so many steps a rule is told: for distances, and for copies.
const SELDOM: f64 = 16.0;
const OFTEN: f64 = 4.0;

/// A model, by its task and the training chosen. There is one with pauses.
pub fn model(task: &str, scenario: &Scenario) -> String {
    let training = match task {
        "pauses" => 1,
        _ => scenario.whole(Key::LabTraining),
    };
    let task = if task == "ignored" { "backspace" } else { task };
    format!("{task}-{training}")
}

/// How runs of a model are made.
fn setting(model: &str, scenario: &Scenario) -> Setting {
    Setting {
        seed: scenario.number(Key::LabSeed),
        steps: scenario.number(Key::LabSteps),
        temperature: warmth::of(model, scenario.number(Key::LabTemperature)),
        window: scenario.number(Key::LabWindow),
        ignore: false,
        error: (0.0, 0.0),
        restating: (0.0, 0.0),
    }
}

/// The run that is watched: its model, its setting, its number.
pub fn watched(scenario: &Scenario) -> (String, Setting, u32) {
    let task = scenario.choice(Key::LabModel);
    let model = model(task, scenario);
    let all = setting(&model, scenario);
    let watched = Setting {
        steps: all.steps.min(WATCHED),
        ignore: task == "ignored",
        error: (scenario.number(Key::LabError), scenario.number(Key::LabLag)),
        ..all
    };
    (model, watched, scenario.whole(Key::LabRun) as u32)
}

/// What the parts of the room want, in its order.
pub fn parts(scenario: &Scenario) -> [Vec<Order>; 4] {
    [
        many(scenario),
        window(scenario),
        rule(scenario),
        lost(scenario),
    ]
}

/// Runs that take back, the same with complaints ignored, and those of the plain model.
pub fn many(scenario: &Scenario) -> Vec<Order> {
    many_of(scenario).into()
}

fn many_of(scenario: &Scenario) -> [Order; 3] {
    let order = |task: &str| {
        let model = model(task, scenario);
        let setting = Setting {
            ignore: task == "ignored",
            ..setting(&model, scenario)
        };
        Order {
            model,
            setting,
            runs: RUNS,
        }
    };
    ["backspace", "ignored", "plain"].map(order)
}

/// Windows and lags, the chosen window first.
pub fn cells(scenario: &Scenario) -> Vec<(u64, u64)> {
    let chosen = scenario.whole(Key::LabWindow);
    let others = WINDOWS.into_iter().filter(|it| *it != chosen);
    let windows = [chosen].into_iter().chain(others);
    windows
        .flat_map(|window| LAGS.map(move |lag| (window, lag)))
        .collect()
}

/// Errors put in, by window and lag.
pub fn window(scenario: &Scenario) -> Vec<Order> {
    let model = model("backspace", scenario);
    let order = |(window, lag): (u64, u64)| Order {
        setting: Setting {
            // Runs of their own: else all would share the luck of forty.
            seed: (scenario.number(Key::LabSeed) + (100 * window + lag) as f64) % SEEDS,
            steps: STEP + lag as f64 + LATER,
            temperature: COOL,
            window: window as f64,
            error: (STEP, lag as f64),
            ..setting(&model, scenario)
        },
        model: model.clone(),
        runs: PUT_IN,
    };
    cells(scenario).into_iter().map(order).collect()
}

/// A rule told seldom; told often by the harness; told often by the model itself.
pub fn rule(scenario: &Scenario) -> Vec<Order> {
    let model = model("instruction", scenario);
    let order = |restating: (f64, f64), runs: u32| Order {
        setting: Setting {
            steps: 100.0,
            restating,
            ..setting(&model, scenario)
        },
        model: model.clone(),
        runs,
    };
    vec![
        order((1.0, SELDOM), 150),
        order((1.0, OFTEN), 60),
        order((2.0, OFTEN), 60),
    ]
}

/// Runs through a narrow window, plain ones, and errors put in near the end.
pub fn lost(scenario: &Scenario) -> Vec<Order> {
    let model = model("backspace", scenario);
    let all = setting(&model, scenario);
    let narrow = Setting {
        window: NARROW,
        ..all
    };
    let [_, _, plain] = many_of(scenario);
    let late = LEFT.map(|left| Setting {
        steps: STEP + left,
        error: (STEP, 1.0),
        ..all
    });
    let order = |setting| Order {
        model: model.clone(),
        setting,
        runs: RUNS,
    };
    let late = late.map(order);
    [order(narrow), plain].into_iter().chain(late).collect()
}
