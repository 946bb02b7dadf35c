//! What follows from an engagement under a pack: computed in one go, never stored.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use waymark_core::architecture::{Architecture, architecture};
use waymark_core::engagement::{Engagement, Verdict, VerdictWord};
use waymark_core::fact_evidence::{FactEvidence, bounds};
use waymark_core::facts::EngagementFacts;
use waymark_core::finding::{Finding, findings};
use waymark_core::id::{DimensionId, QuestionId};
use waymark_core::pack::Pack;
use waymark_core::roadmap::{Plan, Selection, calls, select, unlocks};
use waymark_core::score::{Scorecard, scorecard};
use waymark_core::target::{QuestionTarget, answer_levels, importance, targets};

use crate::error::Error;
use crate::plan::{First, Improved, Improvement, improved, plan};
use crate::report::Wanted;
use crate::view::PageView;

/// Scores at once; findings, architecture and roadmap when first asked for.
pub struct Derived {
    /// The facts that conditions read, with targets.
    pub facts: EngagementFacts,
    /// The level wanted per question.
    pub targets: BTreeMap<QuestionId, QuestionTarget>,
    /// How much depends on each dimension.
    pub importance: BTreeMap<DimensionId, f64>,
    /// What the newest scan says of the answers, contradictions first.
    pub evidence: Vec<FactEvidence>,
    /// The scores.
    pub scorecard: Scorecard,
    findings: OnceLock<Vec<Finding>>,
    architecture: OnceLock<Architecture>,
    proposal: OnceLock<Architecture>,
    selection: OnceLock<Selection>,
    first: OnceLock<Result<First, Error>>,
    plan: OnceLock<Result<Plan, Error>>,
    preview: Mutex<Option<Preview>>,
}

/// The pages of a report, and what it holds.
type Preview = (Wanted, Arc<Vec<PageView>>);

impl Derived {
    /// Derives from what people entered.
    pub fn of(pack: &Pack, engagement: &Engagement) -> Self {
        let mut levels = answer_levels(pack, engagement);
        let mut facts = EngagementFacts::new(engagement, &levels);
        let targets = targets(pack, engagement, &facts);
        for (question, answer) in &mut levels {
            answer.target = targets.get(question).map(|target| target.level);
            facts.set_answer(question, *answer);
        }
        let importance = importance(pack, engagement, &targets);
        let evidence = crate::evidence::of(pack, engagement, &facts);
        let bounds = bounds(&evidence);
        let scorecard = scorecard(pack, engagement, &targets, &bounds, &importance);
        Self {
            facts,
            targets,
            importance,
            evidence,
            scorecard,
            findings: OnceLock::new(),
            architecture: OnceLock::new(),
            proposal: OnceLock::new(),
            selection: OnceLock::new(),
            first: OnceLock::new(),
            plan: OnceLock::new(),
            preview: Mutex::new(None),
        }
    }

    /// Findings of the pack's rules and own ones.
    pub fn findings(&self, pack: &Pack, engagement: &Engagement) -> &[Finding] {
        self.findings.get_or_init(|| findings(pack, engagement, &self.facts))
    }

    /// The target architecture.
    pub fn architecture(&self, pack: &Pack, engagement: &Engagement) -> &Architecture {
        // A pack without rules recommends nothing: not even what to keep or retire.
        self.architecture.get_or_init(|| {
            if pack.rules.is_empty() {
                return Architecture::default();
            }
            architecture(pack, engagement, &self.facts)
        })
    }

    /// What the rules propose where a verdict put something else in its place: what the verdict was given on.
    pub fn proposal(&self, pack: &Pack, engagement: &Engagement) -> &Architecture {
        let is_replaced = |verdict: &Verdict| verdict.verdict == VerdictWord::Replaced;
        if pack.rules.is_empty() || !engagement.verdicts.iter().any(is_replaced) {
            return self.architecture(pack, engagement);
        }
        self.proposal.get_or_init(|| {
            let mut proposed = engagement.clone();
            proposed.verdicts.retain(|verdict| !is_replaced(verdict));
            architecture(pack, &proposed, &self.facts)
        })
    }

    /// The initiatives chosen.
    pub fn selection(&self, pack: &Pack, engagement: &Engagement) -> &Selection {
        self.selection.get_or_init(|| {
            let architecture = self.architecture(pack, engagement);
            let mut demands = architecture.demands();
            demands.unlocks = unlocks(architecture, engagement);
            demands.calls = calls(pack, engagement, &self.facts, self.findings(pack, engagement));
            select(pack, engagement, &self.scorecard, &self.facts, &self.importance, &demands)
        })
    }

    /// The roadmap as the longer search has found it: what is written, accepted and told outside the window.
    ///
    /// # Errors
    /// [`crate::error::Code::NoSchedule`] when pins and prerequisites contradict each other.
    pub fn plan(&self, pack: &Pack, engagement: &Engagement) -> Result<&Plan, &Error> {
        self.plan
            .get_or_init(|| {
                let first = self.first(pack, engagement).map_err(Error::again)?;
                let found = first.improvement.as_ref().and_then(|search| search.run(&|| false));
                match found {
                    Some(found) => improved(pack, engagement, self, &found),
                    None => Ok(first.plan.clone()),
                }
            })
            .as_ref()
    }

    /// The roadmap as far as it is known at once: what screens show while the longer search goes on.
    ///
    /// # Errors
    /// As [`Derived::plan`].
    pub fn plan_now(&self, pack: &Pack, engagement: &Engagement) -> Result<&Plan, &Error> {
        match self.plan.get() {
            Some(plan) => plan.as_ref(),
            None => self.first(pack, engagement).map(|first| &first.plan),
        }
    }

    /// What is left to look for; `None` where the best plan is known or there is none.
    pub fn improvement(&self, pack: &Pack, engagement: &Engagement) -> Option<&Improvement> {
        if self.plan.get().is_some() {
            return None;
        }
        self.first(pack, engagement).ok()?.improvement.as_ref()
    }

    /// Takes what the longer search has found, or that it found nothing; without effect where that is known already.
    ///
    /// # Errors
    /// [`crate::error::Code::Internal`] where it was found for something else.
    pub fn take_improved(
        &self,
        pack: &Pack,
        engagement: &Engagement,
        found: Option<&Improved>,
    ) -> Result<(), Error> {
        let plan = match found {
            Some(found) => improved(pack, engagement, self, found)?,
            None => self.first(pack, engagement).map_err(Error::again)?.plan.clone(),
        };
        // Set already where a report asked for it meanwhile: the same plan.
        let _ = self.plan.set(Ok(plan));
        Ok(())
    }

    fn first(&self, pack: &Pack, engagement: &Engagement) -> Result<&First, &Error> {
        self.first.get_or_init(|| plan(pack, engagement, self)).as_ref()
    }

    /// The report's pages for these sections: made once, until something changes.
    ///
    /// # Errors
    /// What `make` fails with.
    pub fn preview(
        &self,
        wanted: &Wanted,
        make: impl FnOnce() -> Result<Vec<PageView>, Error>,
    ) -> Result<Arc<Vec<PageView>>, Error> {
        let mut kept = self.preview.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, pages)) = kept.as_ref().filter(|(known, _)| known == wanted) {
            return Ok(Arc::clone(pages));
        }
        let pages = Arc::new(make()?);
        *kept = Some((wanted.clone(), Arc::clone(&pages)));
        Ok(pages)
    }
}
