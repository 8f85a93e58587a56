//! Taking over an office's list in the browser: it is uploaded (`upload`), looked at (`preview`,
//! with `news`, `lines` and `downloads`) and taken over as it was seen (`commit`, `done`).

pub(in crate::web) mod commit;
pub(in crate::web) mod cut_list;
pub(in crate::web) mod desk;
mod done;
pub(in crate::web) mod downloads;
pub(in crate::web) mod figures;
pub(in crate::web) mod labels;
pub(in crate::web) mod lines;
mod news;
pub(in crate::web) mod preview;
mod terms;
pub(in crate::web) mod ticks;
mod turns;
pub(in crate::web) mod upload;

pub(in crate::web) use self::turns::ListDesk;
pub use self::turns::ListTerms;
