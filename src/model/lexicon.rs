//! Words that say what a post does with a contestant.

use serde::{Deserialize, Serialize};

use super::{Scale, Sha256};

macro_rules! cue_kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// What a word or phrase does to a post.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum CueKind {
            $($(#[$doc])* $name,)+
        }

        impl CueKind {
            /// All kinds with their names in files.
            pub const ALL: &'static [(&'static str, Self)] = &[$(($text, Self::$name)),+];

            /// The name in files.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

cue_kinds! {
    /// Calls to vote (`coblos`, `menangkan`).
    Call = "call",
    /// Supports (`dukung`).
    Support = "support",
    /// Takes for one's own (`presidenku`, `jagoanku`).
    Possessive = "possessive",
    /// Foretells or wishes victory (`pasti menang`).
    Win = "win",
    /// Wants more of the same (`lanjutkan`, `dua periode`).
    Continue = "continue",
    /// Cheers (`gaspol`, `all in`).
    Hype = "hype",
    /// Wishes well (`semoga`, `sukses`).
    Wish = "wish",
    /// Praises (`terbaik`, `cerdas`).
    Praise = "praise",
    /// Calls not to vote, or for removal (`tenggelamkan`, `asal bukan`).
    Oppose = "oppose",
    /// Demeans (`pembohong`, `boneka`).
    Insult = "insult",
    /// Names a campaign team (`relawan`, `timses`).
    Team = "team",
    /// A campaign event (`kampanye akbar`, `deklarasi`).
    Event = "event",
    /// Takes part (`hadir`, `ikut meramaikan`).
    Attend = "attend",
    /// Invites (`ayo`, `mengajak`).
    Invite = "invite",
    /// Comes together, sets out, takes what is given (`kumpul`, `berangkat`, `ambil di rumah`): an
    /// invitation where a campaign event or a gift is named.
    Gather = "gather",
    /// What is given or paid for those who come (`bus gratis`, `kaos`, `bensin diganti`).
    Gift = "gift",
    /// Campaign material (`baliho`, `stiker`).
    Material = "material",
    /// Puts material up or hands it out, or asks others to (`ayo pasang`, `bantu sebar`).
    Distribute = "distribute",
    /// A picture with somebody (`foto bareng`).
    Photo = "photo",
    /// Office in a party (`pengurus dpc`).
    Membership = "membership",
    /// Says that something happened to oneself (`resmi dilantik`, `alhamdulillah`).
    Milestone = "milestone",
    /// Speaks for oneself (`saya`, `kami`).
    FirstPerson = "first_person",
    /// Title before a name (`pak`, `mas`).
    Honorific = "honorific",
    /// A word of elections that gives company (`paslon`, `pilkada`).
    Company = "company",
    /// Turns the meaning round (`tidak`, `jangan`).
    Negation = "negation",
    /// Looks like a negation or a denial and is none (`jangan lupa`, `bukan hoaks`).
    Reminder = "reminder",
    /// Gives up or doubts (`ragu`, `berhenti`): with a negation before it, it is the contrary.
    Cease = "cease",
    /// Denies what follows (`tidak pernah`, `mana ada`).
    Denial = "denial",
    /// Turns something down (`menolak`): together with what was asked.
    Refusal = "refusal",
    /// An asking, as a noun or a verb (`ajakan`, `menyuruh`).
    Request = "request",
    /// Vows (`berikrar`): with a negation behind it, not to take sides.
    Pledge = "pledge",
    /// Says of something that it is false (`akun palsu`, `editan`).
    Forgery = "forgery",
    /// Bears words or pictures, as anybody may have made them (`pesan`, `spanduk`).
    Record = "record",
    /// Says of what happened that the author takes no side by it (`kepencet`, `kebetulan`).
    Apart = "apart",
    /// What follows is asked of the author, or said of him, by others (`disuruh`, `dituduh`).
    Asked = "asked",
    /// What follows is said by who is named before it (`bilang`).
    Told = "told",
    /// Nobody, or everybody alike (`siapa pun`, `semua paslon`).
    Nobody = "nobody",
    /// Opens a relative clause (`yang`): who does what follows is somebody else.
    Relative = "relative",
    /// Somebody else acts (`relawan`, `ketua`, `dpp`).
    ThirdParty = "third_party",
    /// Reported speech (`ujar`, `katanya`).
    Reported = "reported",
    /// News or a source (`dikutip dari`).
    News = "news",
    /// Polls and counts (`survei`, `quick count`).
    Survey = "survey",
    /// A question (`siapa`, `apakah`).
    Question = "question",
    /// An office holder at work (`meresmikan`).
    Official = "official",
    /// Election bodies and their work (`kpu`, `tps`).
    Organiser = "organiser",
    /// Calls to vote at all (`gunakan hak pilih`).
    Turnout = "turnout",
    /// Neutrality (`asn netral`).
    Neutrality = "neutrality",
    /// Warnings and sanctions (`dilarang`).
    Prohibition = "prohibition",
    /// Condolence.
    Condolence = "condolence",
    /// Somebody else tagged the author (`ditandai`).
    Tagged = "tagged",
    /// A fixed phrase in which a word of the lexicon means something else (`dharma wanita`).
    Trap = "trap",
    /// An everyday matter with numbers and votes (`lomba`, `kuis`).
    Everyday = "everyday",
    /// May stand before a ballot number and is nothing that is counted (`yang`, `gambar`).
    LeadIn = "lead_in",
    /// Tells beside a first name that it is somebody else's (`tukang`, `kelas`, `adik`).
    Namesake = "namesake",
    /// An office or how it is filled (`menteri`, `janji kampanye`).
    Office = "office",
    /// What superiors and officials have to give (`jabatan`, `honor`, `bansos`).
    Stake = "stake",
    /// What becomes of it, or of people (`dimutasi`, `dicoret`, `diperpanjang`).
    Sanction = "sanction",
    /// Who depends on superiors and officials (`honorer`, `kepala desa`, `penerima PKH`).
    Subordinate = "subordinate",
    /// Orders votes, counts or proves them (`wajib setor suara`, `foto surat suara`).
    Order = "order",
    /// On what it depends (`kalau`, `asal`).
    Condition = "condition",
    /// Voting, without a word for whom (`suara`, `TPS`, `calon sebelah`).
    Vote = "vote",
}

impl CueKind {
    /// Whether a word speaks of pressure and of nothing else. Such words are common ones: they
    /// stand beside all others, hide none, and the statistical model does not read them.
    pub const fn presses(self) -> bool {
        matches!(
            self,
            Self::Stake
                | Self::Sanction
                | Self::Subordinate
                | Self::Order
                | Self::Condition
                | Self::Vote
        )
    }

    /// Whether a word says nothing without others.
    pub const fn leads_in(self) -> bool {
        use CueKind::{Apart, Cease, Gather, Gift, LeadIn, Office, Order, Record};
        let pressing = self.presses() && !matches!(self, Order);
        pressing
            || matches!(
                self,
                Apart | Cease | Gather | Gift | LeadIn | Office | Record
            )
    }
}

/// What must stand in the same sentence for a cue to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Need {
    /// A contestant by any of its words.
    Target,
    /// A party.
    Party,
    /// A cue of that kind.
    #[serde(untagged)]
    Cue(CueKind),
}

/// An entry of the lexicon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cue {
    /// Unique in the lexicon: `id.coblos`.
    pub id: String,
    /// What it does.
    pub kind: CueKind,
    /// `id`, `jv`, `su`, `en`, another ISO 639 code, or `mul`.
    pub language: String,
    /// What people write; folding is the scorer's business.
    pub forms: Vec<String>,
    /// Bases of verbs: each stands for all its forms (`geser`: `digeser`, `menggeser`, `geseren`).
    pub stems: Vec<String>,
    /// Contribution in the additive scale (log-odds); negative for what speaks against.
    pub weight: f64,
    /// What must stand in the same sentence.
    pub needs: Vec<Need>,
    /// For traps: words of contestants that mean something else in the same sentence.
    pub blocks: Vec<String>,
    /// Whether it is about elections even beside somebody in office; `None`: as its kind is.
    pub electoral: Option<bool>,
    /// For the maintainer, and for people who wonder.
    pub note: Option<String>,
}

/// The lexicon with its scale, checked by `config`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lexicon {
    /// Entries, in the order of the files.
    pub cues: Vec<Cue>,
    /// The scale.
    pub scale: Scale,
    /// Digest over all files.
    pub hash: Sha256,
}
