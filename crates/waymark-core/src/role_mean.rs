//! Mean levels by dimension and role: who sees what differently.

use std::collections::BTreeSet;

use crate::engagement::{Choice, Engagement};
use crate::id::{DimensionId, RoleId};
use crate::pack::Pack;

/// The mean of one role on one dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct RoleMean {
    /// The dimension.
    pub dimension: DimensionId,
    /// The role.
    pub role: RoleId,
    /// Mean level; `None` where the role gave none.
    pub mean: Option<f64>,
    /// Votes with a level.
    pub votes: u32,
}

/// Mean level by dimension and role, over the votes with a level: dimensions in the pack's order, roles in that of the participants.
pub fn role_means(pack: &Pack, engagement: &Engagement) -> Vec<RoleMean> {
    let mut roles: Vec<RoleId> =
        engagement.participants.iter().filter_map(|p| p.role.clone()).collect();
    roles.extend(engagement.votes.iter().filter_map(|v| v.role.clone()));
    let mut seen = BTreeSet::new();
    roles.retain(|role| seen.insert(role.clone()));
    let mut means = Vec::new();
    for dimension in &pack.dimensions {
        for role in &roles {
            let levels: Vec<u32> = engagement
                .votes
                .iter()
                .filter(|v| {
                    v.pack == pack.id
                        && v.choice == Choice::Level
                        && engagement.role_of(v) == Some(role)
                })
                .filter(|v| pack.question(&v.question).is_some_and(|q| q.dimension == dimension.id))
                .filter_map(|v| v.level.map(u32::from))
                .collect();
            means.push(RoleMean {
                dimension: dimension.id.clone(),
                role: role.clone(),
                mean: (!levels.is_empty())
                    .then(|| f64::from(levels.iter().sum::<u32>()) / levels.len() as f64),
                votes: levels.len() as u32,
            });
        }
    }
    means
}
