//! Two copies of an engagement brought together, as the window shows it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::DocumentView;

words! {
    /// One of the two copies.
    MergeSide {
        /// The open engagement.
        Ours,
        /// The other file.
        Theirs,
    }
}

views! {
    /// Another copy of the open engagement, and what taking it in would mean. Nothing is written by looking.
    MergeLook {
        /// Full path of the other file.
        path: String,
        /// Its name without folders.
        file_name: String,
        /// The client's name there.
        client: String,
        /// When it was changed last, milliseconds since 1970.
        changed_at: f64,
        /// Who changed it last; may be empty.
        changed_by: String,
        /// What the last change there was.
        changed_label: String,
        /// Changes there that this engagement does not contain yet.
        changes: u32,
        /// Changes of this engagement that the other file does not contain.
        changes_here: u32,
        /// True where taking it in would change nothing.
        is_nothing: bool,
        /// What would come in, by list; what is in conflict is not counted.
        incoming: Vec<MergeCount>,
        /// Files kept there that would come in.
        files: u32,
        /// What a person decides first.
        conflicts: Vec<MergeConflict>,
        /// Records whose code both copies gave.
        recoded: Vec<MergeRecoded>,
    }
    /// What comes in of one list.
    MergeCount {
        /// `profile`, `packs`, or a table name such as `sources`.
        kind: String,
        /// Name of the list that people read.
        label: String,
        /// Records that are new here.
        added: u32,
        /// Records that change here.
        changed: u32,
        /// Records that go here.
        removed: u32,
    }
    /// A place where both copies changed what the other cannot agree with.
    MergeConflict {
        /// Names the conflict as it stands; another one where either copy is changed at that place.
        id: String,
        /// `profile`, `packs`, or a table name such as `sources`.
        kind: String,
        /// Singular of the list that people read.
        kind_label: String,
        /// Code, or id of the question or initiative; empty for the brief and for packs.
        code: String,
        /// What to call the record.
        title: String,
        /// Field name, the first of those that are decided together; empty where one copy removed the record.
        field: String,
        /// Name of the field that people read.
        field_label: String,
        /// What both had; empty where nothing.
        base: String,
        /// What stands in the open engagement; empty where nothing.
        ours: String,
        /// What stands in the other file; empty where nothing.
        theirs: String,
        /// Who changed it here, and when; absent where the history does not say.
        ours_change: Option<MergeChange>,
        /// Who changed it in the other file, and when; absent where the history does not say.
        theirs_change: Option<MergeChange>,
        /// Question that it is about, for votes, answers and targets; empty otherwise.
        question: String,
        /// The question as people read it; empty without one.
        question_title: String,
    }
    /// When a place was changed last, and by whom.
    MergeChange {
        /// Milliseconds since 1970.
        at: f64,
        /// Who; may be empty.
        by: String,
    }
    /// A record whose code both copies gave: the one made first keeps it.
    MergeRecoded {
        /// Table name.
        kind: String,
        /// Singular of the list that people read.
        kind_label: String,
        /// What to call the record.
        title: String,
        /// The code that it had.
        from: String,
        /// The code that it gets.
        to: String,
        /// True for a record of the open engagement.
        is_ours: bool,
    }
    /// What a merge did.
    MergeOutcome {
        /// The change, as undo names it; absent where nothing changed.
        label: Option<String>,
        /// What came in, by list.
        incoming: Vec<MergeCount>,
        /// Files that came in.
        files: u32,
        /// Conflicts that were decided.
        decided: u32,
        /// Records that were given another code.
        recoded: Vec<MergeRecoded>,
        /// The open document as it is now.
        document: DocumentView,
    }
}
