//! All sentences of the scorer. Adding one is one line: both languages or it does not compile.

use serde::{Deserialize, Serialize};

use crate::model::Language;

macro_rules! wordings {
    ($($name:ident: $indonesian:literal, $english:literal;)+) => {
        /// Which sentence. Stored by name, so a name stays once posts have been assessed with it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Wording {
            $(#[doc = $english] $name,)+
        }

        impl Wording {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// In Indonesian and English.
            const fn texts(self) -> [&'static str; 2] {
                match self {
                    $(Self::$name => [$indonesian, $english],)+
                }
            }
        }
    };
}

impl Wording {
    /// The text with its slots: `{1}` is the second word, and `{1..}` lists it and all that
    /// follow, each in quotation marks.
    pub const fn template(self, language: Language) -> &'static str {
        let [indonesian, english] = self.texts();
        match language {
            Language::Indonesian => indonesian,
            Language::English => english,
        }
    }
}

impl Wording {
    /// The code of what civil servants are allowed, for a reason against that shows it.
    pub const fn allowance(self) -> Option<&'static str> {
        Some(match self {
            Self::TakesNoSide
            | Self::NegatedSupport
            | Self::Denied
            | Self::Refused
            | Self::Pledged
            | Self::SameForAll
            | Self::Turnout
            | Self::Neutrality
            | Self::Prohibition => "OK-4",
            Self::OfficialDuty | Self::Organiser => "OK-5",
            Self::Forged | Self::Tagged => "OK-8",
            Self::Everyday | Self::EverydayMeaning | Self::Namesake | Self::CountedThing => "OK-9",
            Self::OfficeBlamed => "OK-10",
            Self::Condolence => "OK-11",
            Self::InOffice => "OK-12",
            Self::News
            | Self::Survey
            | Self::Headline
            | Self::Reported
            | Self::ToldByOthers
            | Self::PartySupports => "OK-13",
            _ => return None,
        })
    }
}

wordings! {
    // As told by others: words in quotation marks, sentences stored before they had a wording.
    AsWritten: "{0}", "{0}";
    Quoted: "“{0}”", "“{0}”";

    // Support
    CallToVote: "Ajakan memilih “{0}” ditujukan kepada “{1}” ({2}).", "The call to vote “{0}” is directed at “{1}” ({2}).";
    Support: "Kata “{0}” menyatakan dukungan kepada “{1}” ({2}).", "The wording “{0}” expresses support for “{1}” ({2}).";
    OwnChoice: "Ungkapan “{0}” menyatakan “{1}” ({2}) sebagai pilihan penulis.", "The expression “{0}” declares “{1}” ({2}) to be the author's choice.";
    Victory: "Ungkapan “{0}” mengharapkan atau meramalkan kemenangan “{1}” ({2}).", "The expression “{0}” hopes for or predicts a victory of “{1}” ({2}).";
    StayInOffice: "Ungkapan “{0}” menghendaki “{1}” ({2}) melanjutkan jabatan.", "The expression “{0}” asks for “{1}” ({2}) to continue in office.";
    Cheer: "Seruan semangat “{0}” menyertai “{1}” ({2}).", "The cheer “{0}” accompanies “{1}” ({2}).";
    GoodWish: "Doa atau harapan baik “{0}” ditujukan kepada “{1}” ({2}).", "The prayer or good wish “{0}” is meant for “{1}” ({2}).";
    SupportTeam: "Sebutan “{0}” menunjukkan tim pendukung “{1}” ({2}).", "The name “{0}” indicates a team of supporters of “{1}” ({2}).";
    Praise: "Pujian “{0}” ditujukan kepada “{1}” ({2}).", "The praise “{0}” is directed at “{1}” ({2}).";
    NegatedCall: "“{0} … {1}” menolak “{2}” ({3}).", "“{0} … {1}” rejects “{2}” ({3}).";
    NegatedSupport: "“{0} … {1}” menyatakan tidak mendukung “{2}” ({3}) tanpa menyerang.", "“{0} … {1}” says that “{2}” ({3}) is not supported, without an attack.";
    TakesNoSide: "“{0}” ditujukan kepada semua peserta, termasuk “{1}” ({2}): tidak memihak.", "“{0}” is meant for all contestants, “{1}” ({2}) among them: no side is taken.";
    NegatedPraise: "Kata “{0}” membalik arti “{1}” tentang “{2}” ({3}).", "The word “{0}” reverses the meaning of “{1}” about “{2}” ({3}).";
    FirstPerson: "Penulis berbicara atas nama sendiri (“{0}”) saat menyatakan dukungan.", "The author speaks in his or her own name (“{0}”) while expressing support.";

    // Attack
    CallAgainst: "Seruan “{0}” ditujukan untuk menolak “{1}” ({2}).", "The call “{0}” is meant to reject “{1}” ({2}).";
    Insult: "Ungkapan “{0}” merendahkan “{1}” ({2}).", "The expression “{0}” demeans “{1}” ({2}).";
    DeniedInsult: "Kata “{0}” menyangkal ungkapan “{1}”.", "The word “{0}” denies the expression “{1}”.";

    // Campaign words by themselves
    MockingName: "Nama ejekan “{0}” ({1}) dipakai.", "The mocking name “{0}” ({1}) is used.";
    CampaignHashtag: "Tagar kampanye “{0}” ({1}) dipakai.", "The campaign hashtag “{0}” ({1}) is used.";
    NameHashtag: "Tagar dengan sebutan “{0}” ({1}) dipakai.", "A hashtag with the name “{0}” ({1}) is used.";
    CampaignSong: "Lagu kampanye “{0}” ({1}) dipakai.", "The campaign song “{0}” ({1}) is used.";
    CampaignSymbol: "Simbol “{0}” ({1}) dipakai.", "The symbol “{0}” ({1}) is used.";
    BallotNumber: "Nomor urut “{0}” ({1}) disebut.", "The ballot number “{0}” ({1}) is named.";
    CampaignSlogan: "Slogan kampanye “{0}” ({1}) dipakai.", "The campaign slogan “{0}” ({1}) is used.";

    // Events, symbols, membership
    EventInvitation: "Penulis mengajak ke “{0}” (“{1}”) untuk “{2}” ({3}).", "The author invites others to “{0}” (“{1}”) for “{2}” ({3}).";
    EventGathering: "Ungkapan “{1}” menyertai “{0}” untuk “{2}” ({3}).", "The expression “{1}” accompanies “{0}” for “{2}” ({3}).";
    GiftInvitation: "Penulis mengajak atau membagi (“{1}”) dengan pemberian “{0}” untuk “{2}” ({3}).", "The author invites or hands out (“{1}”) with the gift “{0}” for “{2}” ({3}).";
    EventAttendance: "Penulis mengikuti “{0}” (“{1}”) untuk “{2}” ({3}).", "The author takes part in “{0}” (“{1}”) for “{2}” ({3}).";
    NearbyInvitation: "Ajakan “{0}” berada di dekat “{1}” ({2}).", "The invitation “{0}” stands near “{1}” ({2}).";
    GestureOrPhoto: "Gestur atau foto ({2..}) menyertai “{0}” ({1}).", "A gesture or photo ({2..}) accompanies “{0}” ({1}).";
    Membership: "Penulis menyebut “{0}” tentang dirinya (“{1}”).", "The author says “{0}” of himself or herself (“{1}”).";

    // Material
    Material: "“{0}” untuk “{2}” ({3}) dipasang atau dibagikan: “{1}”.", "“{0}” for “{2}” ({3}) is put up or handed out: “{1}”.";
    // Pressure
    Pressure: "Jabatan, pendapatan, atau bantuan dikaitkan dengan pilihan: {0..}.", "Posts, pay or aid are tied to the vote: {0..}.";
    OrderedVotes: "Suara diperintahkan atau dihitung: {0..}.", "Votes are ordered or counted: {0..}.";

    // Who speaks, where and when
    AgencyCampaigns: "Akun instansi memakai kata kampanye “{0}” ({1}).", "The account of an agency uses the campaign words “{0}” ({1}).";
    SharedCampaign: "Penulis membagikan materi dengan kata kampanye “{0}” ({1}).", "The author shares material with the campaign words “{0}” ({1}).";
    Elsewhere: "Wilayah tugas penulis berada di luar wilayah {0}.", "The area where the author serves lies outside the area of {0}.";
    OffStage: "Unggahan dibuat di luar tahapan {0}.", "The post was made outside the stages of {0}.";

    // Signs against
    EverydayMeaning: "“{0}” menunjukkan arti sehari-hari, bukan peserta pemilihan.", "“{0}” indicates an everyday meaning, not a contestant.";
    Namesake: "“{0}” menunjukkan bahwa “{1}” adalah orang lain, bukan peserta pemilihan.", "“{0}” shows that “{1}” is somebody else, not a contestant.";
    CountedThing: "“{0}” adalah yang dinomori: “{1}” bukan nomor urut peserta pemilihan.", "“{0}” is what is numbered: “{1}” is no contestant's number.";
    Denied: "Kata “{0}” menyangkal: yang disebut di dekatnya bukan sikap penulis.", "The wording “{0}” denies: what is said beside it is no stand of the author's.";
    Refused: "Kata “{0}” menolak ajakan: yang diajakkan bukan sikap penulis.", "The wording “{0}” turns a request down: what was asked is no stand of the author's.";
    Pledged: "Kata “{0}” adalah janji untuk tidak memihak.", "The wording “{0}” is a vow not to take sides.";
    Forged: "Kata “{0}” menyatakan palsu apa yang disebut di dekatnya.", "The wording “{0}” says that what stands beside it is false.";
    ToldByOthers: "Kata “{0}” menyampaikan ucapan atau ajakan orang lain, bukan sikap penulis.", "The wording “{0}” tells what others say or ask, no stand of the author's.";
    InOffice: "“{0}” dibicarakan sebagai {1}, bukan sebagai peserta pemilihan: tidak ada kata tentang pemilihan.", "“{0}” is spoken of as {1} and not as a contestant: there is no word about an election.";
    OfficeBlamed: "“{0}” dikritik sebagai {1}, bukan sebagai peserta pemilihan: tidak ada kata tentang pemilihan.", "“{0}” is criticised as {1} and not as a contestant: there is no word about an election.";
    SameForAll: "Semua peserta pemilihan disebut dengan cara yang sama.", "All contestants are spoken of in the same way.";
    News: "Kata “{0}” menunjukkan berita atau sumber berita.", "The wording “{0}” indicates news or a news source.";
    Survey: "Kata “{0}” menunjukkan berita survei atau hasil hitung.", "The wording “{0}” indicates news of a survey or of a vote count.";
    Reported: "Kata “{0}” menunjukkan ucapan orang lain.", "The wording “{0}” indicates a statement by somebody else.";
    Question: "Kata “{0}” menunjukkan pertanyaan.", "The wording “{0}” indicates a question.";
    OfficialDuty: "Kata “{0}” menunjukkan kegiatan dinas.", "The wording “{0}” indicates official duties.";
    Organiser: "Kata “{0}” menunjukkan informasi penyelenggara pemilu.", "The wording “{0}” indicates information from an election organiser.";
    Turnout: "Kata “{0}” mengajak memakai hak pilih tanpa memihak.", "The wording “{0}” encourages voting without taking sides.";
    Neutrality: "Kata “{0}” mengingatkan netralitas.", "The wording “{0}” is a reminder of neutrality.";
    Prohibition: "Kata “{0}” menyebut larangan atau sanksi.", "The wording “{0}” mentions a prohibition or a sanction.";
    Condolence: "Kata “{0}” menunjukkan ucapan duka.", "The wording “{0}” indicates condolences.";
    Tagged: "Kata “{0}” menunjukkan bahwa penulis ditandai orang lain.", "The wording “{0}” indicates that the author was tagged by somebody else.";
    ThirdParty: "Kata “{0}” menunjukkan tindakan pihak lain.", "The wording “{0}” indicates an act of another party.";
    Everyday: "Kata “{0}” menunjukkan urusan sehari-hari.", "The wording “{0}” indicates everyday matters.";
    InQuestion: "Kata “{0}” berada dalam kalimat tanya.", "The wording “{0}” stands in a question.";
    InQuotation: "Kata “{0}” berada di dalam tanda kutip.", "The wording “{0}” stands inside quotation marks.";
    PartySupports: "“{0}” adalah sikap “{1}” yang diberitakan.", "“{0}” is a reported position of “{1}”.";
    Headline: "Ditulis seperti judul berita.", "Written like a news headline.";

    // The statistical model
    ModelFor: "Susunan kata posting ini lazim dalam posting yang memihak.", "The wording of this post is common in partisan posts.";
    ModelForLike: "Susunan kata seperti {0..} lazim dalam posting yang memihak.", "Wording such as {0..} is common in partisan posts.";
    ModelAgainst: "Susunan kata posting ini lebih lazim dalam berita atau percakapan yang tidak memihak.", "The wording of this post is more common in news or conversations that take no side.";
    ModelAgainstLike: "Susunan kata seperti {0..} lebih lazim dalam berita atau percakapan yang tidak memihak.", "Wording such as {0..} is more common in news or conversations that take no side.";

    // Parts of the explanation
    Total: "Jumlah sebelum kalibrasi", "Sum before calibration";
    Base: "Nilai dasar tanpa sinyal", "Base value without signals";
    Mention: "Peserta pemilihan disebut", "A contestant is named";
    Signals: "Sinyal", "Signals";
    CounterSignals: "Indikasi sebaliknya", "Counter-signals";
    Model: "Susunan kata menurut model statistik", "Wording according to the statistical model";
    OtherWords: "Kata lainnya", "Other words";
    Passage: "Posting panjang ini dibaca bagian demi bagian; nilainya adalah nilai bagian terkuat, yang dimulai dengan “{0}”", "This long post is read passage by passage; its value is that of the strongest passage, which begins with “{0}”";
    TooMuch: "Posting ini memuat lebih banyak daripada yang dapat ditimbang: sisanya perlu dibaca orang", "There is more in this post than can be weighed: the rest is for a person to read";
}
