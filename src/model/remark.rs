//! Remarks: what is wrong with something that somebody gave, and what to do about it, as data. A
//! table of remarks has one entry a sentence: both languages or it does not compile.

use std::fmt;

use super::Language;

/// Makes the type of a table of remarks: `Name(word: Type): problem; problem => remedy; remedy`,
/// Indonesian first. Words are named in the sentences as `{word}`. Types in brackets are tables
/// of their own, whose remarks are taken over as they are.
macro_rules! remarks {
    (
        $(#[$meta:meta])*
        $type:ident [$($whole:ident($inner:ty)),*]
        $(
            $name:ident $(($($word:ident: $kind:ty),+))?:
                $problem_id:literal, $problem_en:literal
                $(=> $remedy_id:literal, $remedy_en:literal)?;
        )+
    ) => {
        $(#[$meta])*
        pub enum $type {
            $(#[doc = concat!("As [`", stringify!($inner), "`] says.")] $whole($inner),)*
            $(#[doc = concat!("`` ", $problem_en, " ``")] $name $(($($kind),+))?,)+
        }

        impl $type {
            /// The names of all remarks.
            pub const NAMES: &[&str] = &[$(stringify!($whole),)* $(stringify!($name),)+];

            /// Which remark it is.
            pub const fn name(&self) -> &'static str {
                match self {
                    $(Self::$whole { .. } => stringify!($whole),)*
                    $(Self::$name { .. } => stringify!($name),)+
                }
            }

            /// What is wrong.
            pub fn problem(&self, language: $crate::model::Language) -> String {
                match self {
                    $(Self::$whole(inner) => inner.problem(language),)*
                    $(Self::$name $(($($word),+))? => {
                        $($(
                            let $word = $crate::model::InLanguage($word, language);
                            let _ = &$word;
                        )+)?
                        $crate::model::remarks!(@text language, $problem_id, $problem_en)
                    })+
                }
            }

            /// What to do about it, where that does not go without saying.
            pub fn remedy(&self, language: $crate::model::Language) -> Option<String> {
                match self {
                    $(Self::$whole(inner) => inner.remedy(language),)*
                    $(Self::$name $(($($word),+))? => {
                        $($(
                            let $word = $crate::model::InLanguage($word, language);
                            let _ = &$word;
                        )+)?
                        let remedy = [$($crate::model::remarks!(@text language, $remedy_id, $remedy_en))?];
                        remedy.into_iter().next()
                    })+
                }
            }

            /// Both in one sentence, without a full stop.
            pub fn told(&self, language: $crate::model::Language) -> String {
                let problem = self.problem(language);
                match self.remedy(language) {
                    Some(remedy) => format!("{problem}; {remedy}"),
                    None => problem,
                }
            }
        }

        impl std::fmt::Display for $type {
            /// In English.
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.told($crate::model::Language::English))
            }
        }

        impl std::error::Error for $type {}
    };
    (@text $language:ident, $indonesian:literal, $english:literal) => {
        match $language {
            $crate::model::Language::Indonesian => std::fmt::format(format_args!($indonesian)),
            $crate::model::Language::English => std::fmt::format(format_args!($english)),
        }
    };
}

pub(crate) use remarks;

/// Makes the type of a table of phrases, which are words of remarks: Indonesian, English.
macro_rules! phrases {
    ($(#[$meta:meta])* $type:ident $($name:ident: $indonesian:literal, $english:literal;)+) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $type {
            $(#[doc = concat!("`` ", $english, " ``")] $name,)+
        }

        impl $type {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The words.
            pub const fn text(self, language: $crate::model::Language) -> &'static str {
                match (self, language) {
                    $(
                        (Self::$name, $crate::model::Language::Indonesian) => $indonesian,
                        (Self::$name, $crate::model::Language::English) => $english,
                    )+
                }
            }
        }

        impl $crate::model::Spoken for $type {
            fn speak(
                &self,
                language: $crate::model::Language,
                out: &mut std::fmt::Formatter<'_>,
            ) -> std::fmt::Result {
                out.write_str(self.text(language))
            }
        }

        impl std::fmt::Display for $type {
            /// In English.
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(self.text($crate::model::Language::English))
            }
        }
    };
}

pub(crate) use phrases;

/// A word of a remark.
pub(crate) trait Spoken {
    /// Writes it as readers of the language read it.
    fn speak(&self, language: Language, out: &mut fmt::Formatter<'_>) -> fmt::Result;
}

/// A word with the language in which it is shown.
pub(crate) struct InLanguage<'a, T: ?Sized>(pub(crate) &'a T, pub(crate) Language);

impl<T: Spoken + ?Sized> fmt::Display for InLanguage<'_, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.speak(self.1, formatter)
    }
}
