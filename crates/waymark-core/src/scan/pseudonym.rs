//! A scan without the names that the account's owner gave.

use uuid::Uuid;

use super::{AccountId, FactValue, Resource, Scan};

/// What makes a name's pseudonym: the same key gives the same pseudonyms, so that two scans still compare.
#[derive(Clone)]
pub struct PseudonymKey(Uuid);

impl PseudonymKey {
    /// A key from sixteen random bytes: pseudonyms that nothing else can be compared with.
    pub fn random(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }

    /// A key from words that somebody keeps to themselves. Words that can be guessed give pseudonyms that can be.
    pub fn of_words(words: &str) -> Self {
        /// A fixed random namespace that belongs to pseudonyms.
        const NAMESPACE: Uuid = Uuid::from_u128(0x0f5e_93b1_7c2d_4a68_b1f4_2e90_6d3c_85a7);
        Self(Uuid::new_v5(&NAMESPACE, words.as_bytes()))
    }

    /// The pseudonym of a name, with a word before it that says what it stands for.
    pub fn of(&self, what: &str, name: &str) -> String {
        let id = Uuid::new_v5(&self.0, name.as_bytes()).simple().to_string();
        format!("{what}-{}", &id[..12])
    }
}

impl Scan {
    /// The same scan with accounts, resources, roles and hosts under pseudonyms; words of AWS stay.
    #[must_use]
    pub fn with_pseudonyms(&self, key: &PseudonymKey) -> Self {
        let account = |id: &AccountId| AccountId::new(key.of("account", id.as_str()));
        let mut scan = self.clone();
        scan.account = account(&self.account);
        scan.accounts = self.accounts.iter().map(account).collect();
        scan.identity = self.identity.as_deref().map(|name| key.of("identity", name));
        for fact in scan.facts.values_mut() {
            for value in fact.values.values_mut() {
                value.hide(key, "name");
            }
        }
        scan.resources = self.resources.iter().map(|one| hidden(one, key, account)).collect();
        for list in &mut scan.truncated {
            list.of = list.of.as_deref().map(|name| key.of("name", name));
        }
        scan.pseudonyms = true;
        scan
    }
}

/// A resource under a pseudonym that still says what it is.
fn hidden(
    resource: &Resource,
    key: &PseudonymKey,
    account: impl Fn(&AccountId) -> AccountId,
) -> Resource {
    let mut one = resource.clone();
    let what = one.kind.rsplit(':').next().unwrap_or("resource").replace('_', "-");
    one.id = key.of(&what, &resource.id);
    one.account = resource.account.as_ref().map(account);
    for value in one.attributes.values_mut() {
        value.hide(key, "name");
    }
    one
}

impl FactValue {
    fn hide(&mut self, key: &PseudonymKey, what: &str) {
        if let Self::Names { names } = self {
            for name in names.iter_mut() {
                *name = key.of(what, name);
            }
            names.sort();
        }
    }
}
