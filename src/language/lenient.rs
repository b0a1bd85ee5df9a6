//! The second look at a text that nothing fits: words that tell nothing, and words of ours that tell nothing more beside
//! the question that the rest asks.
//!
//! They are kept from the noise of the lexicon: nothing that is understood without them is read differently, no
//! typo is put right to one of them, and no name is taken for one.

use super::{lexicon::class_of, tokens::Token};

/// English words that neither restrict nor deny, wherever they stand.
const WORDS: &str = "absolutely accurately actively admittedly apparently approximately arguably briefly carefully certainly \
    clearly closely collectively commonly comparatively concretely continually correctly decently definitely \
    deeply duly easily efficiently essentially eventually evidently extremely fairly finally formally frequently \
    generally genuinely gladly greatly highly hopefully ideally immediately incredibly informally initially \
    instantly largely literally meaningfully necessarily nicely normally notably obviously ordinarily overly \
    perfectly plainly possibly potentially precisely presently presumably probably promptly properly quietly \
    rapidly readily realistically reasonably regularly relatively reliably reportedly roughly sadly safely \
    seemingly seriously sharply shortly significantly slightly slowly smoothly specifically steadily strongly \
    substantially successfully suddenly supposedly surely surprisingly swiftly technically thankfully \
    theoretically thoroughly truly truthfully typically ultimately unfortunately urgently usually utterly vaguely \
    virtually visibly widely wisely nowadays somehow somewhat quite rather pretty soon perhaps maybe anyway anyhow \
    indeed therefore hence thereby moreover besides meanwhile otherwise regardless altogether beforehand aside \
    together thing thingy stuff topic matter case aspect angle sake term terms context regard respect sense form \
    shape kind type bit bits later minute minutes sec secs min mins glance favour favor query request requests \
    review reviews table tables dashboard snapshot readout digest tally listing roster rundown hint clue insight \
    insights pointer pointers answer verdict truth opinion guess estimate bottom-line summary recap folk guy chap \
    mates team teams crew lads lot bunch short brief detailed rough ballpark exact precise honest true simple \
    basic general handy neat useful helpful respective corresponding specific particular various certain entire \
    proper usual am pm o'clock vis viz namely eg etc e.g. i.e. aka provide supply present return output compile \
    prepare generate calculate compute determine work identify locate spot reveal highlight mention remember \
    remind confirm verify ensure explain describe outline enumerate search select print produce grab dig bring \
    pass point suppose believe feel hear assume reckon imagine suspect happens happen seem seems appear appears \
    tend turn turns turned turning become becomes end ends ended come comes came coming sit sits sitting fall \
    falls take takes makes making made put puts keep keeps kept start started starting begin began stop managed \
    manage manages attempt attempted able supposed bound meant worth gave given front floor because towards toward \
    wants hold holds listed drag drags pull pulls stuck curious keen eager interested puzzled unsure clueless \
    confused new";

/// Words of ours that tell nothing more beside a question that they are no part of.
const KNOWN: &[&str] = &[
    "afterwards",
    "stakeholders",
    "stakeholder",
    "activity",
    "activities",
    "pass",
    "write",
    "came",
    "come",
    "comes",
    "put",
    "set",
    "makes",
    "making",
    "gaps",
    "contacting",
];

/// English words that restrict, compare, deny or measure, and those of other people's business: with one of them a
/// text may ask for something else.
const TELLING: &str = "building buildings ideas sort mode tried almost boss manager colleague colleagues sorted ordered alphabetical \
    alphabetically row rows target idea week weeks month months quarter quarters year years day days internally \
    externally but until till since after before above below under over than beyond within half third double twice \
    thrice once other others another random different same next first second average median mean per just merely \
    barely scarcely rarely seldom hardly no not never without anymore nobody none neither nor someone senior \
    junior old former big small large medium female male young local global regional remote enterprise smb \
    midmarket startup startups public private ceo cfo cto cmo cio coo cro ceos cfos ctos cmos cios vp vps director \
    directors managers head heads chief chiefs executive executives engineer engineers developer developers \
    founder founders analyst analysts lawyer lawyers title titles job jobs level levels seniority department \
    headcount employee employees hire hired position salary revenue revenues pipeline pipelines quota quotas deal \
    deals opportunity opportunities opps opp invoice invoices contract contracts price prices pricing discount \
    discounts budget budgets cost costs cpl roi spend profit margin booking bookings win wins won loss lose lost \
    losses churn churned churning renewal renewals renew upsell nps csat satisfaction happy ticket tickets \
    complaint complaints feedback competitor competitors competition customer customers forecast forecasts \
    conversion conversions convert converted mql mqls sql sqls lead scores arr mrr acv stage stages weather milk \
    fridge kitchen office sandwich sandwiches birthday birthdays married holiday holidays vacation sick address \
    phone number numbers signature password login account_id budgeted headquarters headquartered location funding \
    shares stock stocks news twitter internet website google signed sign paid pay approved approve bought buy buys \
    buying purchase purchased sell sells manufacture manufactures product products feature roadmap bug bugs code \
    cancel cancelled invite invited unsubscribe subscribe unsubscribed pause resume book schedule reschedule \
    translate delete rename merge assign transfer forward attach competitor's replied reply bounce bounced hours \
    morning mornings spring summer autumn winter christmas easter";

/// With one of these, known or not, a text asks for less than it seems to, or for something else.
const NARROWING: &str = "only solely exclusively else minus sans except excepting excluding exclude excludes leaving leave \
    apart instead unless caused cause causes causing why reason reasons say says monday tuesday wednesday thursday \
    friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays weekday weekdays weekend \
    weekends odd even";

/// Whether any word narrows what is asked, or asks for something else: then none is passed over. "If" does so, but for
/// "can you tell me if …"; and whoever has a cold is not asked about.
pub(super) fn narrows(tokens: &[Token]) -> bool {
    const FRAME: usize = 5;
    let narrowing = |word: &str| NARROWING.split_whitespace().any(|known| known == word);
    let condition = |at: usize, word: &str| word == "if" && at > FRAME;
    let words = || tokens.iter().map(|token| token.word.as_str());
    words().enumerate().any(|(at, word)| narrowing(word) || condition(at, word))
        || words().zip(words().skip(1)).any(|pair| pair == ("a", "cold"))
}

/// Words that people begin a restriction with.
const BEFORE: &[&str] = &[
    "and", "or", "nor", "plus", "versus", "in", "at", "for", "by", "per", "via", "through", "since", "until",
    "after", "about", "among", "amongst", "within", "during", "above", "below", "under", "over", "between",
    "than", "non", "as", "who", "is", "are",
];

/// Nouns that a word before them restricts.
const NOUNS: &[&str] = &[
    "people",
    "person",
    "persons",
    "prospects",
    "leads",
    "contacts",
    "accounts",
    "account",
    "companies",
    "company",
    "buyers",
    "folks",
    "ones",
    "sellers",
    "reps",
    "marketers",
    "overlap",
    "touches",
    "level",
    "market",
];

/// Whether an English word that we do not know stands where it can hardly restrict anything: a verb or an aside, not
/// what follows a preposition, nor what stands before a noun of ours.
pub(super) fn is_aside(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    let word = |at: usize| tokens.get(at).map_or("", |token| token.word.as_str());
    let small = |word: &str| {
        matches!(word, "the" | "a" | "an" | "our" | "my" | "their" | "your" | "all" | "any" | "some")
    };
    let before = tokens[..at]
        .iter()
        .rev()
        .map(|token| token.word.as_str())
        .find(|word| !small(word))
        .unwrap_or_default();
    // "Prime a canvas": a thing that something is asked about.
    let thing = at > 0 && matches!(word(at - 1), "a" | "an" | "the");
    let acts = token.word.ends_with("ing");
    let plain = token.raw.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'\'');
    let lower = at == 0 || token.raw.starts_with(char::is_lowercase);
    plain
        && lower
        && !thing
        && token.word.len() > 2
        && !token.possessive
        && !TELLING.split_whitespace().any(|known| known == token.word)
        && (!BEFORE.contains(&before)
            || matches!(before, "at" | "by" | "is" | "are") && acts
            || matches!(before, "is" | "are") && token.word.ends_with("ed"))
        && (!NOUNS.contains(&word(at + 1)) || acts && matches!(before, "at" | "by"))
        && !matches!(class_of(before), Some("cold" | "warm" | "untouched" | "overlap" | "by" | "not"))
}

/// Whether a phrase tells so much that an unknown word beside it can hardly ask for something else.
pub(super) fn is_telling(phrase: &str) -> bool {
    let items = || phrase.split(' ').filter(|item| !item.starts_with(['{', '=']));
    items().any(|item| {
        item == "facts"
            || item.ends_with(['+', '-'])
            || matches!(
                item,
                "overlap"
                    | "cold"
                    | "warm"
                    | "untouched"
                    | "priming"
                    | "groups"
                    | "owner"
                    | "history"
                    | "outside"
                    | "focus"
                    | "content"
            )
    }) || items().count() > 1
}

/// Classes of words that tell nothing more where the rest already says what is asked.
const CLASSES: &[&str] = &[
    "and",
    "company",
    "teams",
    "share",
    "state",
    "list",
    "recent",
    "going_on",
    "data",
    "keep",
    "take",
    "effort",
    "self",
    "marketing",
    "sales",
    "reach",
    "touch",
    "touches",
    "outreach",
    "we_sent",
    "move",
];

pub(super) fn is_harmless_word(word: &str) -> bool {
    WORDS.split_whitespace().any(|known| known == word)
}

/// Whether a word of ours tells nothing more beside a question that is clear without it.
pub(super) fn is_harmless_here(word: &str) -> bool {
    KNOWN.contains(&word)
}

pub(super) fn is_harmless_class(class: &str) -> bool {
    CLASSES.contains(&class)
}

/// Whether a class tells what was done, and denies as much where it stands beside a negation.
pub(super) fn is_deed(class: &str) -> bool {
    matches!(class, "reach" | "touch" | "touches" | "outreach")
}
