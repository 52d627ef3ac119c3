//! Which text is asked about.

/// Which text is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The one that stands when token n is first written: up to the last end of a draft
    /// what was kept, behind it the draft in progress. Beyond the end of the completion
    /// that is one which goes on in its last phase until n, and is judged there.
    Standing,
    /// That of a completion which ends at n, where its last draft is judged.
    Judged,
}
