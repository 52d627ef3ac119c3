//! The sentence below the strips is true, whatever the scenario, and none of its forms is
//! kept in vain.

use bounceback_core::exact::Exact;
use bounceback_core::model::criterion::Criterion;
use bounceback_core::model::parameter::Key;
use bounceback_core::model::process;
use bounceback_core::model::scenario::Scenario;
use bounceback_core::model::technique;
use bounceback_core::number::format::percent;
use bounceback_core::plan::verdict::{APART, OFF, sentence};
use bounceback_core::share::link;
use std::collections::BTreeMap;

/// What else a scenario of the grid has: errors, recoveries, lengths.
const RATES: [&str; 7] = [
    "",
    "error=0.2&recovery=0.02&key_error=0.4&beta=9",
    "error=0.0001&recovery=0.5&key_error=0.001&beta=9999",
    "error=0.01&recovery=0&contagion=0.3",
    "error=0.03&recovery=0.9&fatal=0.05&shape=1.5&decay=0.99",
    "error=0&recovery=0.3&key_error=0&other_error=0",
    "error=1&recovery=1&contagion=0.3",
];

const LENGTHS: [&str; 4] = ["tokens=1", "tokens=20", "tokens=200&done=37", "tokens=1500"];

const WAYS: [&str; 4] = [
    "",
    "&sensitivity=1&false_reject=1",
    "&catch=0.05&sensitivity=0.3",
    "&joint=1&common_cause=0.9",
];

fn grid() -> impl Iterator<Item = String> {
    process::NAMES.iter().flat_map(|process| {
        technique::NAMES.iter().flat_map(move |technique| {
            RATES.iter().flat_map(move |rates| {
                LENGTHS.iter().flat_map(move |length| {
                    let plain = *technique == "direct";
                    let ways = WAYS.iter().take(if plain { 1 } else { WAYS.len() });
                    ways.map(move |way| {
                        format!("process={process}&technique={technique}&{rates}&{length}{way}")
                    })
                })
            })
        })
    })
}

/// Every form of the sentence, by words that no other form has, and what it claims.
type Form = (&'static str, fn(&Claim<'_>));

struct Claim<'a> {
    link: &'a str,
    said: &'a str,
    scenario: &'a Scenario,
    flawless: f64,
    acceptable: f64,
    lost: f64,
}

impl Claim<'_> {
    /// That a share is in the sentence, as people read it.
    #[track_caller]
    fn names(&self, share: f64) {
        let share = percent(share);
        assert!(
            self.said.contains(&share),
            "{}: {share} in “{}”",
            self.link,
            self.said
        );
    }

    #[track_caller]
    fn is(&self, claim: bool) {
        assert!(claim, "{}: “{}”", self.link, self.said);
    }

    fn limit(&self) -> f64 {
        Exact::new(self.scenario).limit(Criterion::Acceptable)
    }

    fn at(&self, lengths: &[u64]) -> Vec<f64> {
        Exact::new(self.scenario).successes(Criterion::Acceptable, lengths)
    }

    /// (1 − E)ⁿ, as the figure of the claim draws it.
    fn law(&self) -> f64 {
        let error = self.scenario.number(Key::Error);
        (1.0 - error).powi(self.scenario.remaining() as i32)
    }

    fn is_his(&self) -> bool {
        let law = self.law();
        (self.flawless - law).abs() <= OFF * (1.0 + 1e-9) * self.flawless.max(law)
    }

    fn gap(&self) -> f64 {
        self.acceptable - self.flawless
    }
}

const FORMS: [Form; 10] = [
    ("nothing to argue about", |it| {
        it.is(it.flawless >= 1.0);
        let errors = Exact::new(it.scenario).expected_errors(it.scenario.length());
        it.is(errors < 1e-9);
    }),
    ("it is his, (1 − E)ⁿ", |it| {
        it.is(it.gap() < 1.0 / 200.0 && it.is_his());
    }),
    ("But it is not (1 − E)ⁿ", |it| {
        it.is(it.gap() < 1.0 / 200.0);
        it.is((it.flawless - it.law()).abs() >= OFF * 0.999 * it.flawless.max(it.law()));
        it.names(it.flawless);
        it.names(it.law());
        it.names(it.scenario.number(Key::Error));
    }),
    ("falls to zero", |it| {
        it.is(it.lost > 0.0 && it.acceptable > it.flawless && it.limit() == 0.0);
        it.names(it.lost);
    }),
    ("up and down for ever", |it| {
        it.is(it.gap() >= APART);
        // Far on it differs as much from token to token as at first.
        let far = it.at(&[100_000, 100_001, 100_002]);
        it.is((far[0] - far[1]).abs() > 0.5 && (far[0] - far[2]).abs() < 1e-6);
    }),
    ("but to little", |it| {
        it.is(it.gap() >= APART && it.limit() < 0.5);
        it.names(it.limit());
    }),
    ("That does not last", |it| {
        it.is(it.gap() >= APART && it.limit() < it.acceptable);
        it.names(it.limit());
    }),
    ("there will be more", |it| {
        it.is(it.gap() >= APART && it.limit() > it.acceptable);
        it.names(it.limit());
    }),
    ("however long it grows", |it| {
        let n = it.scenario.length();
        for at in it.at(&[n, 2 * n, 10 * n, 100 * n]) {
            it.is((at - it.limit()).abs() < 2.0 * APART);
        }
        it.names(it.limit());
    }),
    ("; they tend to", |it| {
        it.is((it.limit() - it.acceptable).abs() < APART);
        it.names(it.limit());
    }),
];

#[test]
fn every_sentence_is_true_and_every_form_of_it_is_shown() {
    let mut shown = BTreeMap::new();
    for link in grid() {
        let scenario = link::read(&link).scenario;
        let said = sentence(&scenario);
        let end = Exact::new(&scenario).occupancy(scenario.length());
        let claim = Claim {
            link: &link,
            said: &said,
            scenario: &scenario,
            flawless: end.flawless,
            acceptable: end.acceptable(),
            lost: end.lost,
        };
        let forms: Vec<&Form> = FORMS.iter().filter(|it| said.contains(it.0)).collect();
        assert_eq!(forms.len(), 1, "{link}: “{said}”");
        assert!(
            said.ends_with('.') && !said.contains("NaN"),
            "{link}: “{said}”"
        );
        let endless = Exact::new(&scenario).expected_cost(scenario.length()) == f64::INFINITY;
        claim.is(endless == said.contains("Some drafts are never accepted"));
        *shown.entry("Some drafts are never accepted").or_insert(0) += u32::from(endless);
        if said.starts_with("After") {
            claim.names(claim.flawless);
            claim.names(claim.acceptable);
            claim.is(claim.gap() >= APART);
        }
        for (words, check) in forms {
            check(&claim);
            *shown.entry(*words).or_insert(0) += 1;
        }
    }
    for words in FORMS
        .map(|it| it.0)
        .into_iter()
        .chain(["Some drafts are never accepted"])
    {
        assert!(
            shown.get(words).is_some_and(|it| *it > 0),
            "“{words}” is never shown: {shown:?}"
        );
    }
}

#[test]
fn his_question_may_be_right_where_his_exponential_is_not() {
    let read = |link: &str| sentence(&link::read(link).scenario);
    for (process, flawless) in [("fading", "86.8%"), ("settling", "90.5%")] {
        let said = read(&format!("process={process}"));
        assert!(
            said.starts_with("Here LeCun asks the right question"),
            "{said}"
        );
        assert!(
            said.contains(flawless) && said.contains("says 13.4%"),
            "{said}"
        );
    }
    let said = read("process=independent");
    assert!(said.starts_with("Here LeCun is right"), "{said}");
    assert_eq!(
        read(""),
        "After 200 tokens 13.4% have never erred, and yet 83.3% are fine: however long it grows, it settles at 83.3%."
    );
}
