//! Baselines, the round before, and several engagements side by side, as the window shows them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ConsensusView, ScoreView};

views! {
    /// The baselines of the current pack.
    BaselinesView {
        /// Newest first.
        baselines: Vec<BaselineView>,
        /// Why none can be frozen now, in one sentence; empty where one can.
        refusal: String,
        /// A name for the next one.
        suggested: String,
    }
    /// A frozen scorecard.
    BaselineView {
        /// Permanent key.
        uid: String,
        /// Code.
        code: String,
        /// What it is called.
        title: String,
        /// The pack's version then.
        pack_version: String,
        /// When it was frozen, milliseconds since 1970.
        frozen_at: f64,
        /// The overall score; absent where too little was answered.
        score: Option<f64>,
        /// Share of the applicable weight that had a level, 0 to 1.
        coverage: Option<f64>,
        /// Questions with an answer then.
        answered: u32,
        /// Questions asked then.
        questions: u32,
        /// The round that ended with it, from 1; absent for any other baseline.
        round: Option<u32>,
    }
    /// What a question was answered in the round before.
    LastTimeView {
        /// What the baseline of that round is called.
        title: String,
        /// The consensus.
        consensus: ConsensusView,
        /// Why this consensus; may be empty.
        reason: String,
        /// Who held another view; may be empty.
        dissent: String,
        /// What was heard; may be empty.
        note: String,
        /// Who settled it; empty where nobody did, or it is not known.
        by: String,
        /// When it was answered, milliseconds since 1970; absent where not known.
        at: Option<f64>,
        /// Votes of that time.
        votes: u32,
        /// Lowest and highest level voted; absent without levels.
        spread: Option<(u8, u8)>,
        /// Label of the strongest evidence of that time.
        strength: String,
    }
    /// Several engagements side by side.
    PortfolioView {
        /// One row per engagement and pack, in the order of the files.
        rows: Vec<PortfolioRow>,
        /// Files that could not be read or do not count, each with its reason.
        failures: Vec<PortfolioFailure>,
        /// The packs met, the one of most engagements first.
        packs: Vec<PortfolioPack>,
    }
    /// An engagement under one of its packs.
    PortfolioRow {
        /// Full path of its file.
        path: String,
        /// File name without folders.
        file_name: String,
        /// The client's name.
        client: String,
        /// Id of the pack.
        pack: String,
        /// Version of the pack.
        pack_version: String,
        /// ISO date by which the round is named; empty where none is recorded.
        date: String,
        /// Which round it is, from 1.
        round: u32,
        /// The whole.
        overall: ScoreView,
        /// By factor.
        factors: Vec<PortfolioScore>,
        /// By dimension.
        dimensions: Vec<PortfolioScore>,
        /// Questions with an answer.
        answered: u32,
        /// Questions asked.
        questions: u32,
    }
    /// A score of a part.
    PortfolioScore {
        /// Id of the factor or dimension.
        id: String,
        /// Its numbers.
        score: ScoreView,
    }
    /// A file that is not among the rows.
    PortfolioFailure {
        /// Full path.
        path: String,
        /// File name without folders.
        file_name: String,
        /// What kind of failure it is.
        code: crate::error::Code,
        /// What failed.
        message: String,
        /// What to do; may be empty.
        help: String,
    }
    /// A pack that engagements hold.
    PortfolioPack {
        /// Id.
        id: String,
        /// Title.
        title: String,
        /// Engagements that hold it.
        engagements: u32,
        /// Its factors in order.
        factors: Vec<PortfolioPart>,
        /// Its dimensions in order.
        dimensions: Vec<PortfolioPart>,
    }
    /// A factor or dimension of a pack.
    PortfolioPart {
        /// Id.
        id: String,
        /// Title.
        title: String,
        /// Title where there is little room.
        short_title: String,
    }
    /// What an export of several engagements wrote.
    PortfolioWritten {
        /// The file.
        path: String,
        /// Engagements in it.
        engagements: u32,
        /// Rows in it.
        rows: u32,
        /// Files that are not in it.
        failures: Vec<PortfolioFailure>,
    }
}
