//! The scorecard for the window: numbers, what they say, and what each was made from.

use waymark_chart::Frame;
use waymark_chart::svg;
use waymark_chart::text::Fonts;
use waymark_core::consensus::{Consensus, Spread};
use waymark_core::engagement::{Choice, FindingTone};
use waymark_core::finding::Finding;
use waymark_core::id::QuestionId;
use waymark_core::narrative::{dimension_finding, headline};
use waymark_core::role_mean::role_means;
use waymark_core::score::{QuestionScore, Score, evidence_worth};
use waymark_core::wording::{count, lower_first, one_decimal, percent};
use waymark_report::figure;

use crate::assess::{asked, consensus_view};
use crate::error::Error;
use crate::session::Session;
use crate::view::{
    ChartView, DimensionView, ExplanationView, FactorView, FindingView, MaturityView, PartView,
    QuestionScoreView, RefView, RoleMean, ScoreView,
};

/// A score for the window.
pub fn score_view(score: &Score) -> ScoreView {
    ScoreView {
        score: score.score,
        attained: score.told_attained(),
        band: score.band.map(|b| (b.low, b.high)),
        coverage: score.coverage,
        confidence: score.confidence,
    }
}

/// A dimension for the window; `None` for an id the pack does not have.
pub fn dimension_view(session: &Session, id: &str) -> Option<DimensionView> {
    let pack = session.pack();
    let dimension = pack.dimensions.iter().find(|d| d.id.as_str() == id)?;
    let score = session.derived().scorecard.dimension(&dimension.id)?;
    let asked = asked(pack, session.in_view());
    let own: Vec<&QuestionScore> = session
        .derived()
        .scorecard
        .questions
        .iter()
        .filter(|q| q.dimension == dimension.id && asked.iter().any(|a| a.id == q.id))
        .collect();
    Some(DimensionView {
        id: dimension.id.to_string(),
        title: dimension.title.clone(),
        short_title: dimension.short_title.clone(),
        factor: dimension.factor.to_string(),
        score: score_view(&score.score),
        target: score.target,
        gap: score.gap,
        weighted_gap: score.weighted_gap(),
        importance: score.importance,
        answered: own.iter().filter(|q| q.consensus != Consensus::Unknown).count() as u32,
        count: own.len() as u32,
        finding: dimension_finding(pack, dimension, score),
    })
}

/// The Maturity screen.
pub fn maturity(session: &Session) -> MaturityView {
    let pack = session.pack();
    let derived = session.derived();
    let card = &derived.scorecard;
    let (headline, mut summary) = headline(pack, card);
    if let Some(sealed) = sealed_sentence(session) {
        summary =
            [summary, sealed].into_iter().filter(|s| !s.is_empty()).collect::<Vec<_>>().join(" ");
    }
    let weights: u32 = pack.factors.iter().map(|f| f.weight).sum();
    MaturityView {
        headline,
        summary,
        overall: score_view(&card.overall),
        overall_target: card.overall_target(pack),
        factors: pack
            .factors
            .iter()
            .zip(&card.factors)
            .map(|(factor, score)| FactorView {
                id: factor.id.to_string(),
                title: factor.title.clone(),
                score: score_view(&score.score),
                target: card.factor_target(pack, &factor.id),
                weight_percent: 100.0 * f64::from(factor.weight) / f64::from(weights.max(1)),
            })
            .collect(),
        dimensions: pack
            .dimensions
            .iter()
            .filter_map(|d| dimension_view(session, d.id.as_str()))
            .collect(),
        questions: card
            .questions
            .iter()
            .filter_map(|score| Some((pack.question(&score.id)?, score)))
            .map(|(question, score)| QuestionScoreView {
                id: question.id.to_string(),
                dimension: question.dimension.to_string(),
                short_title: question.short_title.clone(),
                consensus: consensus_view(pack, score.consensus, score.is_settled),
                weight: score.weight,
                target: score.target,
                spread: score.spread.map(|s| (s.lowest, s.highest)),
                band: score.band.map(|b| (b.low, b.high)),
                is_spread_wide: score.spread.is_some_and(Spread::is_wide),
                is_provisional: score.is_provisional,
            })
            .collect(),
        roles: role_means(pack, session.in_view())
            .into_iter()
            .map(|mean| RoleMean {
                dimension: mean.dimension.to_string(),
                role: pack
                    .role(&mean.role)
                    .map_or_else(|| mean.role.to_string(), |r| r.title.clone()),
                mean: mean.mean,
                votes: mean.votes,
            })
            .collect(),
        findings: derived
            .findings(pack, session.in_view())
            .iter()
            .map(|f| finding_view(session, f))
            .collect(),
        blockers: blockers(session),
        level_names: pack.scale.iter().map(|level| level.name.clone()).collect(),
    }
}

/// The questions of the current pack whose votes wait to be revealed.
pub(crate) fn sealed(session: &Session) -> Vec<QuestionId> {
    let pack = &session.pack().id;
    let sealed = session.with_sealed().sealed();
    sealed.into_iter().filter(|(own, _)| own == pack).map(|(_, question)| question).collect()
}

/// That votes wait to be revealed, and do not count before; `None` where none do.
pub(crate) fn sealed_sentence(session: &Session) -> Option<String> {
    let questions = sealed(session).len();
    (questions > 0).then(|| {
        format!(
            "Votes on {} wait to be revealed and do not count yet.",
            count(questions, "question", "questions")
        )
    })
}

/// Floors that are not met, one sentence each.
pub fn blockers(session: &Session) -> Vec<String> {
    let pack = session.pack();
    let derived = session.derived();
    derived
        .targets
        .iter()
        .filter_map(|(id, target)| {
            let floor = target.floor()?;
            let level = derived.scorecard.question(id)?.consensus;
            let is_short = match level {
                Consensus::Level(level) => level < floor,
                Consensus::Unknown => true,
                Consensus::NotApplicable => false,
            };
            let question = pack.question(id)?;
            let because =
                target.reasons.iter().find(|r| r.is_floor).map_or("", |r| r.because.as_str());
            let now = level.level().map_or("is not known".to_owned(), |l| format!("is at {l}"));
            is_short.then(|| {
                format!(
                    "{} ({id}) {now}, at least {floor} is required. {because}",
                    question.short_title
                )
            })
        })
        .collect()
}

/// All that must be met whatever the score says: floors that are not, and findings that block.
pub fn all_blockers(session: &Session) -> Vec<String> {
    let findings = session.derived().findings(session.pack(), session.in_view());
    let blocking = findings.iter().filter(|finding| finding.tone == FindingTone::Blocker);
    blockers(session).into_iter().chain(blocking.map(|finding| finding.text.clone())).collect()
}

/// A finding for the window.
pub fn finding_view(session: &Session, finding: &Finding) -> FindingView {
    FindingView {
        id: finding.id.clone(),
        tone: match finding.tone {
            FindingTone::Strength => "strength",
            FindingTone::Weakness => "weakness",
            FindingTone::Blocker => "blocker",
        }
        .to_owned(),
        text: finding.text.clone(),
        refs: finding.records.iter().map(|code| record_ref(session, code)).collect(),
    }
}

/// A link to a record by its code, to a question by its id, or to the profile.
pub fn record_ref(session: &Session, code: &str) -> RefView {
    if let Some((kind, label)) = session.titles().get(code) {
        let (kind, label) = (kind.table().to_owned(), label.clone());
        return RefView { kind, id: code.to_owned(), label };
    }
    if let Some(question) = session.pack().questions.iter().find(|q| q.id.as_str() == code) {
        return RefView {
            kind: "question".into(),
            id: code.to_owned(),
            label: question.short_title.clone(),
        };
    }
    let kind = if code == "profile" { "profile" } else { "rule" };
    RefView {
        kind: kind.into(),
        id: code.to_owned(),
        label: if code == "profile" { "Brief".into() } else { code.to_owned() },
    }
}

/// A drawing of the scorecard.
///
/// # Errors
/// [`crate::error::Code::UnknownItem`] for a chart that does not exist.
pub fn chart(session: &Session, chart: &str, width: f64, height: f64) -> Result<ChartView, Error> {
    let pack = session.pack();
    let card = &session.derived().scorecard;
    let fonts = Fonts::inter();
    let frame = Frame::screen(width.clamp(240.0, 2400.0) as f32);
    let (title, alt, scene) = match chart {
        "radar" => {
            let chart = figure::radar(pack, card);
            let height = if height > 0.0 { height } else { width };
            (chart.title.clone(), chart.alt.clone(), chart.draw(fonts, frame, height as f32))
        }
        "bars" => {
            let chart = figure::bars(pack, card);
            (chart.title.clone(), chart.alt.clone(), chart.draw(fonts, frame))
        }
        "heatmap" => {
            let chart = figure::heatmap(pack, session.in_view());
            (chart.title.clone(), chart.alt.clone(), chart.draw(fonts, frame))
        }
        other => return Err(Error::unknown("chart", other)),
    };
    Ok(ChartView { title, svg: svg::inline(&scene), alt })
}

/// How a number was made.
///
/// # Errors
/// [`crate::error::Code::UnknownItem`] for an id the pack does not have.
pub fn explain(session: &Session, kind: &str, id: &str) -> Result<ExplanationView, Error> {
    let pack = session.pack();
    let card = &session.derived().scorecard;
    match kind {
        "overall" => Ok(ExplanationView {
            title: "Overall".into(),
            value: score_view(&card.overall),
            formula: "Mean of the factors that have a score, by their weights".into(),
            parts: pack
                .factors
                .iter()
                .zip(&card.factors)
                .map(|(factor, score)| {
                    part(
                        "factor",
                        factor.id.as_str(),
                        &factor.title,
                        &score.score,
                        f64::from(factor.weight),
                    )
                })
                .collect(),
        }),
        "factor" => {
            let (factor, score) = pack
                .factors
                .iter()
                .zip(&card.factors)
                .find(|(f, _)| f.id.as_str() == id)
                .ok_or_else(|| Error::unknown("factor", id))?;
            Ok(ExplanationView {
                title: factor.title.clone(),
                value: score_view(&score.score),
                formula: "Mean of the dimensions that have a score".into(),
                parts: pack
                    .dimensions
                    .iter()
                    .zip(&card.dimensions)
                    .filter(|(d, _)| d.factor == factor.id)
                    .map(|(d, s)| {
                        part("dimension", d.id.as_str(), &d.title, &s.score, f64::from(d.weight))
                    })
                    .collect(),
            })
        }
        "dimension" => explain_dimension(session, id),
        "question" => explain_question(session, id),
        other => Err(Error::unknown("kind of number", other)),
    }
}

fn part(kind: &str, id: &str, label: &str, score: &Score, weight: f64) -> PartView {
    PartView {
        origin: RefView { kind: kind.into(), id: id.into(), label: label.into() },
        value: score.score.map_or_else(|| "no score".to_owned(), one_decimal),
        weight: Some(weight),
        note: match (score.score, score.coverage) {
            (None, Some(coverage)) => {
                format!("left out: {} answered, 60 % needed", percent(coverage))
            }
            (None, None) => "left out: does not apply".into(),
            (Some(_), _) => score.band.map_or(String::new(), |b| {
                format!("between {} and {}", one_decimal(b.low), one_decimal(b.high))
            }),
        },
    }
}

fn explain_dimension(session: &Session, id: &str) -> Result<ExplanationView, Error> {
    let pack = session.pack();
    let card = &session.derived().scorecard;
    let dimension = pack
        .dimensions
        .iter()
        .find(|d| d.id.as_str() == id)
        .ok_or_else(|| Error::unknown("dimension", id))?;
    let score = card.dimension(&dimension.id).ok_or_else(|| Error::unknown("dimension", id))?;
    let own: Vec<&QuestionScore> =
        card.questions.iter().filter(|q| q.dimension == dimension.id).collect();
    let weighted: u32 =
        own.iter().filter_map(|q| Some(q.weight * u32::from(q.consensus.level()?))).sum();
    let weight: u32 = own.iter().filter(|q| q.consensus.level().is_some()).map(|q| q.weight).sum();
    let applicable: u32 =
        own.iter().filter(|q| q.consensus != Consensus::NotApplicable).map(|q| q.weight).sum();
    let formula = if weight == 0 {
        "No question has a level yet".to_owned()
    } else {
        let gap = match (score.gap, score.target) {
            (Some(gap), Some(target)) => format!(
                "; target {}, gap {}, importance {:.2}",
                one_decimal(target),
                one_decimal(gap),
                score.importance
            ),
            _ => String::new(),
        };
        format!(
            "Sum of weight × level {weighted} divided by the weight {weight}; coverage {weight} of {applicable}{gap}"
        )
    };
    let parts = own
        .iter()
        .filter_map(|question| {
            let text = pack.question(&question.id)?;
            let votes = session
                .in_view()
                .votes
                .iter()
                .filter(|v| v.pack == pack.id && v.question == question.id)
                .count();
            let how = if question.is_settled { "settled" } else { "derived" };
            Some(PartView {
                origin: RefView {
                    kind: "question".into(),
                    id: question.id.to_string(),
                    label: text.short_title.clone(),
                },
                value: match question.consensus {
                    Consensus::Level(level) => format!("{level} {}", pack.level_name(level)),
                    Consensus::NotApplicable => "not applicable".into(),
                    Consensus::Unknown => "unknown".into(),
                },
                weight: Some(f64::from(question.weight)),
                note: match (question.consensus, votes) {
                    (Consensus::Unknown, 0) => "nobody asked yet".into(),
                    (Consensus::Unknown, n) => format!("{}, no level", count(n, "vote", "votes")),
                    (_, n) => format!(
                        "{how} from {}, target {}",
                        count(n, "vote", "votes"),
                        question.target
                    ),
                },
            })
        })
        .collect();
    Ok(ExplanationView {
        title: dimension.title.clone(),
        value: score_view(&score.score),
        formula,
        parts,
    })
}

fn explain_question(session: &Session, id: &str) -> Result<ExplanationView, Error> {
    let pack = session.pack();
    let engagement = session.in_view();
    let question = pack
        .questions
        .iter()
        .find(|q| q.id.as_str() == id)
        .ok_or_else(|| Error::unknown("question", id))?;
    let score = session
        .derived()
        .scorecard
        .question(&question.id)
        .ok_or_else(|| Error::unknown("question", id))?;
    let votes = waymark_core::score::votes_on(engagement, pack, &question.id);
    let mut parts: Vec<PartView> = votes
        .iter()
        .map(|vote| {
            let person = engagement.participants.iter().find(|p| p.uid == vote.participant);
            let role = engagement.role_of(vote);
            let title = role.and_then(|r| pack.role(r)).map_or("", |r| r.title.as_str());
            let name = person.map_or("", |p| p.name.as_str());
            PartView {
                origin: RefView {
                    kind: "participant".into(),
                    id: person.map_or(String::new(), |p| p.code.to_string()),
                    label: if name.is_empty() {
                        title.to_owned()
                    } else {
                        format!("{name}, {}", lower_first(title))
                    },
                },
                value: match (vote.choice, vote.level) {
                    (Choice::Level, Some(level)) => level.to_string(),
                    (Choice::NotApplicable, _) => "not applicable".into(),
                    _ => "don't know".into(),
                },
                weight: None,
                note: [vote.reason.as_str(), vote.comment.as_str()]
                    .iter()
                    .filter(|t| !t.is_empty())
                    .copied()
                    .collect::<Vec<_>>()
                    .join("; "),
            }
        })
        .collect();
    for evidence in engagement.evidence.iter().filter(|e| e.question.as_ref() == Some(&question.id))
    {
        parts.push(PartView {
            origin: RefView {
                kind: "evidence".into(),
                id: evidence.code.to_string(),
                label: evidence.title.clone(),
            },
            value: evidence.strength.label().to_lowercase(),
            weight: None,
            note: evidence.text.clone(),
        });
    }
    let formula = match (score.consensus, score.is_settled) {
        (Consensus::Level(_), true) => {
            let reason =
                engagement.answer(&pack.id, &question.id).map_or("", |a| a.reason.as_str());
            if reason.is_empty() {
                "Settled in the room".to_owned()
            } else {
                format!("Settled in the room: {reason}")
            }
        }
        (Consensus::Level(_), false) => {
            "Median of the levels given; with an even count the lower of the two middle ones"
                .to_owned()
        }
        (Consensus::NotApplicable, _) => {
            "Does not apply, so it leaves the base of the score".to_owned()
        }
        (Consensus::Unknown, _) => {
            "Nobody could give a level, so it lowers the coverage and not the score".to_owned()
        }
    };
    let level = score.consensus.level().map(f64::from);
    let value = ScoreView {
        score: level,
        attained: score.consensus.level(),
        band: score.band.map(|b| (b.low, b.high)),
        coverage: None,
        confidence: level.map(|_| evidence_worth(score.strength)),
    };
    Ok(ExplanationView {
        title: format!("{} {}", question.id, question.short_title),
        value,
        formula,
        parts,
    })
}
