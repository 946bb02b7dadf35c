//! Pre-work as the window shows it: what can be sent to whom, and what came back.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Mistake;

words! {
    /// How a returned file was matched with a participant.
    PreworkMatch {
        /// By the participant's code.
        Code,
        /// By the name as it is written.
        Name,
        /// Chosen by a person.
        Chosen,
        /// A person had a new participant made of who is in the file.
        New,
        /// With nobody: a person chooses.
        Nobody,
    }
    /// What a vote of a returned file would do.
    ReturnedState {
        /// The participant has no vote on the question yet.
        New,
        /// The participant's vote already says this.
        Same,
        /// The participant's vote says something else.
        Conflict,
        /// Another of these files says something else for the same participant.
        Disputed,
        /// It is not known whose vote it is.
        Open,
    }
}

views! {
    /// What can be sent to whom, under the current pack.
    PreworkView {
        /// No page holds or asks for a name.
        is_anonymous: bool,
        /// Roles that can be asked, in the pack's order.
        roles: Vec<PreworkRole>,
        /// Dimensions with all their questions.
        dimensions: Vec<PreworkDimension>,
    }
    /// A role that can be asked.
    PreworkRole {
        /// Id.
        id: String,
        /// Title that people read.
        title: String,
        /// Its participants, in order.
        participants: Vec<PreworkPerson>,
        /// Ids of all questions that it can answer.
        questions: Vec<String>,
        /// Ids of those that are asked in the engagement's depth.
        selected: Vec<String>,
    }
    /// A participant who may fill a page.
    PreworkPerson {
        /// Permanent key.
        uid: String,
        /// Code, such as PAR-3.
        code: String,
        /// Name; empty in an anonymous engagement.
        name: String,
        /// Role id; empty where unknown.
        role: String,
        /// Role that people read.
        role_title: String,
        /// Votes under the current pack.
        votes: u32,
    }
    /// A dimension with its questions.
    PreworkDimension {
        /// Id.
        id: String,
        /// Title.
        title: String,
        /// Questions.
        questions: Vec<PreworkQuestion>,
    }
    /// A question that can be sent.
    PreworkQuestion {
        /// Id.
        id: String,
        /// Short title.
        short_title: String,
        /// The question as asked.
        text: String,
        /// Asked in the engagement's depth.
        is_asked: bool,
        /// It has a facilitator's card.
        has_card: bool,
    }
    /// Files that were written.
    FilesWritten {
        /// Where.
        paths: Vec<String>,
    }

    /// What returned files would change; nothing is written yet.
    PreworkLook {
        /// The files, and of a table with several participants each of them.
        files: Vec<ReturnedFile>,
        /// All participants, to choose from.
        people: Vec<PreworkPerson>,
        /// Votes that would be new.
        new: u32,
        /// Votes that are there already.
        same: u32,
        /// Votes against one that is there.
        conflicts: u32,
        /// Votes that two files give differently for one participant.
        disputed: u32,
        /// Votes of nobody known.
        open: u32,
        /// Votes on questions that the pack does not ask; they are among the mistakes.
        unknown_questions: u32,
        /// What could not be read.
        mistakes: u32,
    }
    /// What one participant says in a returned file.
    ReturnedFile {
        /// Full path.
        path: String,
        /// Which participant of a table with several; empty otherwise. Path and part name the entry.
        part: String,
        /// Tells what the file holds; empty where it cannot be read.
        fingerprint: String,
        /// File name without folders.
        file_name: String,
        /// Key of the participant it is matched with, also of one that would be new.
        participant: Option<String>,
        /// Code and name of that participant; empty where none.
        participant_label: String,
        /// How it was matched.
        matched_by: PreworkMatch,
        /// The name in the file; empty in an anonymous engagement.
        name: String,
        /// The code in the file; empty where none.
        code: String,
        /// The role that the page was for; empty where not said.
        role_title: String,
        /// Id of the pack it answers; empty where the file cannot be read.
        pack: String,
        /// The pack it answers; empty where the file cannot be read.
        pack_title: String,
        /// When the page saved it, as an ISO instant; empty where not said.
        saved_at: String,
        /// Its votes, in the file's order.
        votes: Vec<ReturnedVote>,
        /// Votes on questions that the pack does not ask; they are among the mistakes.
        unknown_questions: u32,
        /// What cannot be read, each with its place in the file; an empty place is the file.
        mistakes: Vec<Mistake>,
        /// What is worth a look and no mistake.
        notes: Vec<String>,
    }
    /// One vote of a returned file.
    ReturnedVote {
        /// Question id.
        question: String,
        /// Short title.
        short_title: String,
        /// What it would do.
        state: ReturnedState,
        /// What it says, in words, for a contradicting vote; empty otherwise, since votes are hidden until revealed.
        says: String,
        /// What the participant's vote says now, for a contradicting vote; may be empty.
        held: String,
        /// File names that say otherwise, for a disputed vote.
        also_in: Vec<String>,
    }
    /// What was written of returned files.
    PreworkOutcome {
        /// Participants with at least one vote written.
        people: u32,
        /// Participants that are new.
        added: u32,
        /// Votes that are new.
        written: u32,
        /// Votes that took the place of another.
        replaced: u32,
        /// Votes that were there already.
        same: u32,
        /// Votes kept as they were against a file.
        conflicts: u32,
        /// Votes not written, since two files say differently and nobody chose one.
        disputed: u32,
        /// Votes not written, since it is not known whose they are.
        open: u32,
        /// Everything that was not written, with file and place.
        left: Vec<Mistake>,
    }
}
