//! What keeps an engagement safe: its passphrase, its backups, what is saved of a damaged file.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{AppState, DocumentView};

/// How many backups are kept where nothing is set.
pub(crate) fn backup_count() -> u32 {
    10
}

/// How many days backups are kept where nothing is set.
pub(crate) fn backup_days() -> u32 {
    30
}

views! {
    /// A document that was given a passphrase, another one, or none.
    DocumentProtected {
        /// The document.
        document: DocumentView,
        /// Backups and older copies that had no passphrase, could not be given the new one, and were removed.
        removed: u32,
    }
    /// The keychain of the system, which can remember passphrases.
    KeychainView {
        /// True where there is one that answers.
        is_there: bool,
    }
    /// The backups on this laptop.
    BackupsView {
        /// Newest first.
        backups: Vec<BackupView>,
        /// The folder that holds them.
        folder: String,
    }
    /// A backup.
    BackupView {
        /// Its id.
        id: String,
        /// Full path of its document.
        path: String,
        /// The document's file name without folders.
        file_name: String,
        /// The client's name; empty where the backup is protected.
        client: String,
        /// When it was made, milliseconds since 1970.
        taken_at: f64,
        /// How many changes it holds.
        changes: u32,
        /// How many changes the document has more than it; absent where that cannot be told.
        changes_since: Option<u32>,
        /// Bytes.
        size: f64,
        /// True where it has a passphrase.
        is_protected: bool,
        /// False where the document is no longer there.
        exists: bool,
    }
    /// A backup that was put back.
    BackupRestored {
        /// Where it stands now.
        path: String,
        /// What stood there before, under its new name; absent where nothing did.
        kept: Option<String>,
        /// What the Start screen shows now; the document that was open may be closed.
        state: AppState,
    }
    /// What can be saved of a damaged document.
    RecoveryView {
        /// Full path of the damaged file, which stays as it is.
        path: String,
        /// What is wrong with it, as the database says; nothing where it finds nothing.
        problems: Vec<String>,
        /// False where nothing at all could be read of it.
        is_readable: bool,
        /// The kinds of records, with what becomes of them.
        tables: Vec<RecoveredTable>,
        /// Where the brief comes from.
        profile: Recovered,
        /// How many changes it held; absent where that cannot be told.
        changes: Option<u32>,
        /// How many of them could be read in full.
        changes_read: u32,
        /// The sound backup that helps; absent where there is none.
        backup: Option<RecoveryBackup>,
        /// Files kept as evidence that are saved.
        files: u32,
        /// Names of those that are lost.
        files_lost: Vec<String>,
        /// Assessment packs whose text is lost.
        packs_lost: Vec<String>,
        /// True where the recovered document has the whole history.
        is_history_whole: bool,
        /// One sentence on how much is saved.
        headline: String,
        /// The document that was written; absent for a look.
        written: Option<String>,
    }
    /// The backup that a recovery rests on.
    RecoveryBackup {
        /// How many changes it holds.
        changes: u32,
        /// When its last change was made, milliseconds since 1970.
        changed_at: f64,
        /// How many changes were made after it; absent where that cannot be told.
        changes_after: Option<u32>,
        /// How many of these could be read in full.
        changes_after_read: u32,
    }
    /// What becomes of the records of a kind.
    RecoveredTable {
        /// Table name.
        kind: String,
        /// What they are called, as several.
        label: String,
        /// Read and confirmed.
        sound: u32,
        /// Told by the history.
        from_history: u32,
        /// As the backup has them.
        from_backup: u32,
        /// Read, and not confirmed.
        in_doubt: u32,
        /// Lost.
        lost: u32,
        /// Those that are not sound.
        notable: Vec<RecoveredRecord>,
    }
    /// A record that is not as it was, or perhaps not.
    RecoveredRecord {
        /// Its code; its key where it has none.
        name: String,
        /// What became of it.
        state: Recovered,
    }
}

words! {
    /// Where the contents of a record come from.
    Recovered {
        /// Read, and confirmed by the history.
        Sound,
        /// Told by the history.
        FromHistory,
        /// As the backup has it.
        FromBackup,
        /// Read, and not confirmed.
        InDoubt,
        /// Lost.
        Lost,
    }
}
