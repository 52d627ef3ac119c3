//! Named scenarios: what a technique does, with the values it is known by.
//!
//! Where a success rate was measured, one value is set so that the model gives that
//! rate; which mechanism earns it is then an illustration, and each preset says so.

use crate::model::parameter::Key;
use crate::model::scenario::Scenario;
use crate::share::link;

/// A scenario with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// What a person reads.
    pub label: &'static str,
    /// Its share link, without `#`.
    pub link: &'static str,
    /// Where the technique and the measured value come from.
    pub source: &'static str,
    /// Which values are measured, and which are illustrations.
    pub honesty: &'static str,
}

impl Preset {
    /// A scenario with the schema of this preset; its process and its length stay.
    #[must_use]
    pub fn onto(&self, scenario: &Scenario) -> Scenario {
        let known = link::read(self.link).scenario;
        let mut with = scenario.clone();
        // What is known is legal: names of the table, and a schema that was read.
        let _ = with.set(Key::Technique, 0.0);
        with.set_schema(&known.schema().to_string());
        with
    }
}

/// Every preset, from the plainest to the most elaborate.
pub const PRESETS: &[Preset] = &[
    Preset {
        label: "direct answer",
        link: "v=1&process=independent&error=0.0010223",
        source: "arXiv 2503.03669: 81.5% of 87 customer-service scenarios",
        honesty: "The error is set so that 200 tokens succeed with the measured 81.5%; the length is an illustration.",
    },
    Preset {
        label: "chain of thought",
        link: "v=1&process=independent&error=0.0010223&schema=thinking:100:think:think_floor=0.66:think_recovery=0.05%3Banswer",
        source: "arXiv 2503.03669: 86.1% of the same scenarios; J. Wei et al., arXiv 2201.11903",
        honesty: "The hazard after thinking is set so that the answer succeeds with the measured 86.1%; the length of the thinking and the recovery during it are illustrations.",
    },
    Preset {
        label: "attentive queries (ARQ)",
        link: "v=1&process=independent&error=0.0010223&schema=answer:query:interval=50:catch=0.44:cost=30",
        source: "arXiv 2503.03669: 90.2% of the same scenarios",
        honesty: "The catch is set so that the answer succeeds with the measured 90.2%; a query every 50 tokens, of 30 tokens each, is an illustration.",
    },
    Preset {
        label: "chain of verification, factored",
        link: "v=1&process=independent&error=0.0010223&schema=answer:verify:interval=50:sensitivity=0.87:cost=50",
        source: "S. Dhuliawala et al., arXiv 2309.11495; M. Zhang et al., arXiv 2305.13534: asked afresh, one model recognised 87% of its own snowballed errors",
        honesty: "The sensitivity is the measured 87%; that it holds for any draft, the 5% of false rejects and the interval are illustrations. A check costs as many tokens as it reads.",
    },
    Preset {
        label: "chain of verification, joint",
        link: "v=1&process=independent&error=0.0010223&schema=answer:verify:interval=50:sensitivity=0.87:joint=0.5:cost=50",
        source: "S. Dhuliawala et al., arXiv 2309.11495: a check that sees the draft repeats its errors",
        honesty: "That it repeats half of them is an illustration.",
    },
    Preset {
        label: "backtracking",
        link: "v=1&process=independent&error=0.0010223&schema=answer:backtrack:catch=0.02:cost=20",
        source: "T. Ye et al., Physics of Language Models 2.2, arXiv 2408.16293: a model trained on mistakes with their corrections takes steps back by itself, and makes fewer in the end",
        honesty: "Nothing here is measured: that a mistake is noticed within 50 tokens on average, and that going back costs 20, are illustrations.",
    },
    Preset {
        label: "self-consistency",
        link: "v=1&process=independent&error=0.005693&schema=answer:vote:votes=40:step=0:common_cause=0.2185&tokens=100",
        source: "X. Wang et al., arXiv 2203.11171: 56.5% of GSM8K with one chain of thought, 74.4% with 40",
        honesty: "Error and common cause are set so that one sample succeeds with 56.5% and the majority of 40 with 74.4%; that votes have two sides only is a simplification.",
    },
    Preset {
        label: "ahead by three",
        link: "v=1&process=independent&error=0.0022&schema=moves:vote:lead=3:step=1&tokens=1048575",
        source: "E. Meyerson et al. (MAKER), arXiv 2511.09030: 1,048,575 steps, each wrong with 0.22%",
        honesty: "The error of a step is measured; that samples err independently is what voting assumes.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact::Exact;
    use crate::model::criterion::Criterion;

    #[test]
    fn every_preset_is_a_sound_link_that_is_written_as_it_stands() {
        for preset in PRESETS {
            let reading = link::read(preset.link);
            assert_eq!(reading.notes, [], "{}", preset.label);
            assert_eq!(link::write(&reading.scenario), preset.link);
        }
    }

    #[test]
    fn calibrated_presets_succeed_as_measured() {
        for (label, success) in [
            ("direct answer", 0.815),
            ("chain of thought", 0.861),
            ("attentive queries (ARQ)", 0.902),
            ("self-consistency", 0.744),
        ] {
            let preset = PRESETS.iter().find(|preset| preset.label == label).unwrap();
            let scenario = link::read(preset.link).scenario;
            let end = Exact::new(&scenario).success(Criterion::Acceptable, scenario.length());
            assert!((end - success).abs() < 0.0005, "{label}: {end}");
        }
    }

    #[test]
    fn three_ahead_is_the_least_lead_for_a_million_steps() {
        let preset = PRESETS
            .iter()
            .find(|preset| preset.label == "ahead by three")
            .unwrap();
        let end = |lead: &str| {
            let scenario = link::read(&preset.link.replace("lead=3", lead)).scenario;
            Exact::new(&scenario).success(Criterion::Acceptable, scenario.length())
        };
        assert!(end("lead=3") > 0.95 && end("lead=2") < 0.95);
    }
}
