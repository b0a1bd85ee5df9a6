//! The words we know, sorted into classes of words that mean the same to a question.
//!
//! A text is understood only if every word of it is accounted for. So this list decides as much by what is not in it
//! as by what is: revenue, quota and weather are not.

use std::{
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use super::{typos::SPELLINGS, wording::MORE};

/// Words that say nothing about what is asked.
pub const NOISE: &str = "noise";

/// Class, then the words of it; words of several parts are joined by `_`.
pub(super) const CLASSES: &[(&str, &str)] = &[
    // who says it, how politely, and in what form they want it
    (
        NOISE,
        "- w ie eg persons buyers leads rows down more new_here understand completely totally entirely fully simply honestly basically frankly broadly_speaking generally_speaking strictly_speaking \
        mr mrs ms dr herr frau at_any_point at_all trouble bother forgive enquire inquire advise advice walk_me_through who_works_at who_works_for who_work_at \
        that_works_at nothing_else hell heck damn bloody earth remain remains as_regards regarding these_days yes_or_no a_list first_of_all by_far a an the our ours we i me you your it its is are was were be been being am do does did doing_so has have had having \
        can could would may might to of for with at in on from about as into or but so then too also \
        else just really actually please pls plz kindly thanks thank_you thank thx cheers ta hey hi hello hiya hallo dear bot sir \
        tell show give list let see know want wanna need like find display view check lookup fetch pull_up pull up_with \
        quick question wondering wonder curious whether if there here that these those them they their he she him his her hers \
        morning afternoon evening good_morning good_afternoon good_evening good_day much_appreciated appreciated appreciate possible chance any_chance right exactly \
        overall currently current at_the_moment moment right_now now so_far thus_far far yet already still ever lately recently \
        up out mind what which who whom how where when_asked people person prospects folks individuals \
        someone somebody anyone anybody everyone everybody anything all every_one some any one ones names name those_who \
        full complete whole actual real quickly asap again a_look look_at have_a_look take_a_look i'd would_like \
        love_to happy_to be_happy team_bot there_are is_it more details detail info information lot loads many_thanks so_much awesome \
        great nice brilliant ok okay well um uh btw fyi grateful got get gets gotten getting getting_on go goes going gone will_you \
        this on_the_list of_them both_of off us_all me_know for_us of_ours else please_and_thank_you hows way by_the_way \
        mandorla question_for_you again_please sure think would_say you_say to_say asked been_there tbh cheers_mate mate dude guys friends \
        itself themselves officially as_a_table in_a_table any_record_of in_terms_of either lands in_chronological_order in_order the_few makes_up make_up sits_in sits_on sit_in sit_on a_single and_its_buying_group and_their_buying_group and_its_people showing hope well gives behind following_up_question heads_up run_me something seeing headline board_wants board_wants_to_know boss_wants boss_wants_to_know wants_to_know considering counting based_on i_should_know i_should_know_about i_should_be_aware_of i_need_to_know_about i_should_worry_about i_ought_to_know_about \
        we_should_know_about we_should_be_aware_of we_need_to_know_about we_should_worry_about to_worry_about to_be_aware_of worth_knowing_about restrict restricted_to limit limited_to narrowed_to narrowed_down_to confined_to wise even_though although though while whilst vs versus against between during via through within over throughout okay since_when whichever whoever whomever them_all does_it ours_is u r ur n hoping",
    ),
    // whose
    ("my", "my mine"),
    ("for_me", "for_me"),
    ("than", "than"),
    ("after", "after afterwards"),
    ("once", "once"),
    ("night", "last_night overnight"),
    ("only", "only solely exclusively alone"),
    ("fewer", "fewer less under below"),
    ("how_many", "how_many how_much many much count number numbers total amount sum quantity"),
    (
        "share",
        "share above part portion percentage percent pct proportion fraction ratio rate figure figures stat stats statistic statistics score kpi \
        metric metrics size level big large high low small good bad strong weak picture standing",
    ),
    ("when", "when how_long_ago what_time_did"),
    ("why", "why"),
    ("meaning", "stand_for stands_for mean means definition define"),
    ("will", "will shall upcoming tomorrow forecast predict future"),
    ("should", "should ought must shoud shuold"),
    ("and", "and plus as_well_as"),
    ("list", "list lists csv spreadsheet file excel"),
    ("export", "export download exports downloads exported save"),
    (
        "most",
        "most top best worst lowest highest weakest strongest least poorest biggest smallest bottom stack_rank higher lower better worse more_often rank ranked ranking rankings leaderboard",
    ),
    ("league", "league_table league_tables"),
    ("recent", "recent past earlier"),
    ("longest", "longest waiting_longest waiting_the_longest longest_waiting longest_first"),
    ("next_step", "next next_best"),
    ("before", "first before beforehand prior previously in_advance upfront ahead_of_time"),
    // the two sides
    (
        "marketing",
        "marketing marketers mktg mkt marketing's markting marketting marketeers marketing_team marketing_department",
    ),
    (
        "sales",
        "sales sellers salespeople reps sales_team sales_people sales_reps sales_side bdrs sdrs aes sales_department sales_guys sales_folks",
    ),
    ("both", "both both_teams both_sides both_of_them the_two together two_teams"),
    ("teams", "teams side sides departments functions"),
    // what they do
    (
        "reach",
        "radar reach reached reaches reaching warmed warming warming_up warmed_up marketed marketed_to marketing_to nurture nurtured nurturing nurtures reached_out reach_out reaching_out \
        reahced reched raeched get_to got_to get_through_to primed_by known_to got_there_first get_there_first gets_there_first was_there_first been_there_first goes_first went_first \
        comes_first came_first gets_in_first got_in_first",
    ),
    (
        "contact",
        "conversing converse conversed dialling dialing contact contacts contacted contacts_with contacting call called calling calls speak spoken spoke speaking speak_to spoken_to spoke_to speaking_to speak_with \
        spoken_with talk talked talking talks talk_to talked_to talking_to talks_to talking_with talk_with talked_with chase chased chasing chases pursue pursued pursuing prospected prospecting \
        pitch pitched pitching meet met meeting_with work worked working works_on working_on worked_on phone phoned phoning ring rang rung dialled dialed \
        called_up follow_up_with followed_up_with following_up_with followed_up follow_up following_up go_after going_after went_after gone_after cold_called cold_call cold_calling sold_to sell_to selling_to",
    ),
    ("outreach", "outreach"),
    (
        "receive",
        "open opened opening click clicked clicking read received receive receives attend attended attending downloaded download_our watched registered registered_for signed_up_for signed_up came_to come_to coming_to went_to joined reacted_to reacts_to reacting_to responded_to replied_to reacted filled_in filled_out fill_in submitted visited_our visited_the liked commented_on \
        attendee attendees registrants readers visitors",
    ),
    (
        "touch",
        "touched_base touch_base touched_base_with touch_base_with bothering bother_with bothered contacting_at touch touched touching hear heard hearing hear_from heard_from hearing_from engage engaged engaging approach approached approaching \
        in_touch in_touch_with been_in_touch got_in_touch hit connect connected connecting connected_with message messaged messaging messages \
        emailed mailed pinged ping pinging targeted targeting target_with communicate communicated communicating interact interacted interacting hitting emailing \
        heard_anything heard_a_word hear_a_word been_touched seen_anything see_anything seen saw know_us knows_us knew_us heard_of heard_about aware_of_us noticed speaks contacted_by_us",
    ),
    (
        "not",
        "not never no nobody no_one noone none without with_no neither nor hardly lacking unknown_to nothing yet_to has_yet_to untouched_by \
        unreached_by unseen_by zero",
    ),
    (
        "ignore",
        "ignored missed ignore ignores ignoring missed_by ignored_by neglected_by overlooked_by missing_out_on missing_out missed_out missed_out_on \
        left_alone forgotten_about forgot_about forgot neglecting overlooking",
    ),
    // the questions' own words
    (
        "overlap",
        "overlap_table overlap overlaps overlapping overlapped overlap's intersection intersect mandorla_size venn_diagram venn almond circles circle the_two_circles two_circles alignment \
        aligning on_the_same_page aligned same_people same_persons same_contacts same_audience shared_people",
    ),
    (
        "measure",
        "follow_through followthrough shared_share primed_first outside_share \
        reach_rate overlap_rate benchmark jaccard",
    ),
    ("coverage", "coverage market_coverage target_market_coverage"),
    (
        "trend",
        "week_to_week increase increased increasing decrease decreased decreasing plot wk_by_wk recent_weeks recent_months up_and_down trend trends trending trended trendline trend_line over_time movement evolved evolve evolving evolution developed \
        developing development developments change changed changing changes progressed progress progressing history_of_overlap improving improve improved improves improvement getting_better \
        got_better getting_worse got_worse gotten_better gotten_worse worsening declining decline falling fallen rising risen growing grown grow going_up going_down gone_up gone_down \
        week_by_week week_on_week week_over_week by_week per_week each_week every_week weekly chart graph curve direction trajectory up_or_down better_or_worse heading on_the_rise rise rises develop develops climbing climbed shrinking slipping slipped any_better any_worse get_better get_worse gets_better gets_worse go_up go_down",
    ),
    (
        "breakdown",
        "compare compared comparing comparison breakdown break_down broken_down break breaks down split split_up split_out splits sliced slice differ differs differing differences vary varies variation variations compare_by grouped group_by segmented",
    ),
    (
        "cold",
        "cold colin_colds cold_people cold_contacts cold_list cold_prospects cold_leads cold_ones needs_warming need_warming needs_warming_up need_warming_up needs_to_be_warmed stone_cold cold_outreach",
    ),
    (
        "warm",
        "warm patricia_prospects warm_people warm_list warm_leads warm_contacts warm_prospects warmest warm_ones marketing_leads best_leads top_leads best_prospects top_prospects hottest hottest_leads warmed_up_people warmed_up_folks warmed_up_leads warmed_up_prospects warmed_up_contacts hot_leads \
        hot_prospects hot_people ready_to_call ready_for_sales ready_for_a_call sales_ready call_list calling_list who_is_hot people_to_call someone_to_call prospects_to_call names_to_call waiting_for_a_call awaiting_a_call waiting_to_be_called due_a_call",
    ),
    ("warm_verb", "warm_up heat_up"),
    ("primed", "primed unprimed pre-warmed"),
    (
        "untouched",
        "who_is_left who_is_left_to_touch who_is_left_to_reach who_is_left_to_contact left_to_reach left_to_touch left_to_contact untouched unreached uncontacted no_touches no_touch zero_touches zero_touch no_touchpoints white_space whitespace blank_spots left_out left_untouched untouched_by_both untouched_by_both_teams untouched_by_both_sides untouched_by_either_team forgotten neglected overlooked",
    ),
    (
        "focus",
        "focus focused focussed focusing focussing market_focus 95_5 95_5_rule 95_to_5 ninety_five_five",
    ),
    ("effort", "time effort efforts energy selling"),
    ("keep", "follow following keep keeping stick sticking obey respect respecting"),
    ("market", "market markets"),
    ("buying", "buying"),
    ("errors", "error errors fail fails failing broken failed failures rejected rejects problems"),
    (
        "spend",
        "spend spends spending spent wasting waste wastes wasted invest investing concentrate concentrating concentrated concentrates aim aiming",
    ),
    (
        "groups",
        "group groups buying_groups buying_committees buying_centres buying_centers committees decision_making_units dmus buying_group buying_committee buying_center \
        buying_centre buying_team buying_teams committee dmu",
    ),
    (
        "covered",
        "covered cover covers covering uncovered gap gaps incomplete undercovered thin thinly holes hole lack lacks lacking_roles lacking lacked single_threaded singlethreaded single_threading multi_threaded multithreaded multi_threading",
    ),
    ("roles", "roles role missing_roles missing_role missing miss"),
    ("outside", "outside outside_of beyond out_of_scope off_target non_target off_list nontarget outsiders"),
    ("priming", "priming priming_effect prime primes"),
    (
        "effect",
        "it_matter evidence proof prove proves proven successful confidence interval intervals rates significance significant effect effects impact works work_for working_for help_sales helps responsive receptive lift uplift pay_off pays_off payoff worth difference effective effectiveness answer \
        answers answered answering reply replies respond responds responding response responses answer_rate response_rate reply_rate do_better helps_us worthwhile worth_it when_marketing often likely likelier work_better works_better answer_rates reply_rates response_rates",
    ),
    (
        "content",
        "guide guides playbook playbooks infographics datasheets guides_and_reports reports_and_guides our_reports content contents asset assets collateral material materials piece pieces pieces_of_content case_studies case_study whitepapers white_papers whitepaper white_paper ebooks ebook \
        e_books decks brochures brochure one_pagers blog_posts marketing_material marketing_materials content_pieces",
    ),
    (
        "use",
        "send shares use uses used using usage utilise utilised utilize utilized utilising utilizing share_out sent sends sending send_out shared sharing carry carried unused adopt adopted adoption leverage leveraging",
    ),
    (
        "produce",
        "produce produces produced producing create creates created creating write writes wrote written makes made publish publishes published",
    ),
    (
        "owner",
        "contact_for contact_person who_sells_to who_markets_to who_is_selling_to who_covers who_is_covering who_handles own owns owned owner owners onws owning whose responsible in_charge in_charge_of looks_after look_after looking_after looked_after takes_care_of take_care_of taking_care_of \
        handles handle handling manages managing account_manager account_owner belong belongs account_executive account_exec account_lead assigned responsible_for has_the_account accountable account_owners \
        owner_of contact_person_for point_of_contact",
    ),
    (
        "fresh",
        "fresh freshness oldest stalest freshest stale up_to_date up_to_speed out_of_date outdated how_old old data_freshness age last_import last_imported last_sync last_synced last_updated last_update last_refreshed \
        import imported imports sync synced synced_up synchronised synchronized syncs refresh refreshed updated update updates loaded load latest freash uptodate trust_the_data trust_our_data trust_this_data trust_the_numbers trust_these_numbers trust_these_figures how_recent how_current import_work import_worked import_succeed sync_work sync_worked feed_working feeds_working sync_working",
    ),
    (
        "data",
        "data database dataset datasets source sources feed feeds data_sources imports_list numbers_based feeding supplying delivering",
    ),
    (
        "history",
        "the_log me_up_to_speed bring_me_up_to_speed recap trail history hisotry histroy timeline time_line happened happening happens story log_of activity activities interactions interaction event_log journey \
        all_touches every_touch touch_history everything touchpoint_history conversation_history record_of events_for done track_record backstory back_story activity_log touch_log logbook chronology \
        story_so_far past_touches dealings get_to_know got_to_know catch_me_up run_me_through run_through",
    ),
    ("touches", "engagement engagements touches touchpoints touchpoint touch_points touch_point"),
    ("items", "itemised"),
    ("left", "left"),
    // what no touch tells of anybody
    ("departed", "left_the_company left_their_company left_their_job left_us people_work_at people_work_for"),
    ("became", "became becomes went came come"),
    ("we_sent", "we_sent we_have_sent we_send we_had_sent sent_by_us from_us"),
    ("ran", "run ran running through coming_in come_in comes_in flowing"),
    (
        "uncovered",
        "below_coverage without_enough not_enough not_have_enough not_got_enough too_few insufficient insufficiently",
    ),
    ("support", "support supporting backing air_cover behind_them any_help"),
    ("beat", "beat beats beating exceed exceeds exceeding ahead_of relative_to compares_with"),
    ("active", "active"),
    ("needs", "needs"),
    (
        "going_on",
        "going_on went_on goes_on gone_on took_place taken_place been_going_on been_happening new_with new_at anything_new latest_on latest_with latest_from up_to_with the_latest",
    ),
    (
        "state",
        "doing stand stands state status situation look looks looking things rundown run_down lowdown going_at going_with briefing prep prepare prep_me prepare_me brief_me_on brief_on what_do_i_need_to_know what_should_i_know fill_me_in overview summary summarise summarize sum_up performing performance penetration engagement_at \
        account_plan account_view profile info_on who's_who our_position report_on state_of_play state_of_affairs at_a_glance",
    ),
    (
        "company",
        "account accounts acount company companies firm firms organisation organisations organization organizations businesses business client clients",
    ),
    (
        "members",
        "members member in_the_buying_group belongs_to_the_buying_group stakeholders decision_makers decisionmakers",
    ),
    ("last", "last last_thing last_time latest_time the_last_time latest_touch most_recent most_recently"),
    (
        "help",
        "what_can_this_bot_do what_can_u_do what_can_mandorla_do what_are_your_commands what_do_you_know what_else help hlep commands command options what_can_you_do what_you_can_do what_can_i_ask what_can_we_ask what_do_you_do how_do_you_work how_does_this_work \
        how_do_i_use_you questions_can_you_answer questions_can_i_ask question_can_i_ask what_else_can_you_do can_you_help getting_started get_started \
        how_to_use instructions manual menu usage_help capabilities questions how_can_you_help_me how_do_i_use_this how_does_this_bot_work how_do_i_use_this_bot how_do_i_use_mandorla how_do_you_work how_to_use_this how_does_it_work how_do_i_ask how_does_mandorla_work what_are_you_able_to_do what_are_you_able_to what_can_you_answer what_i_can_ask i_can_ask what_we_can_ask what_you_can_answer sort_of_questions kind_of_questions kinds_of_questions use_some_help can_i_use_this can_i_use_you how_should_i_ask everything_you_can_do teach_me where_do_i_start my_options what_is_mandorla who_are_you what_are_you_good_for what_are_you_for need_a_hand help_using_this help_using_it help_using_you help_with_using_this things_can_i_ask can_i_ask_you can_i_ask able",
    ),
    (
        "examples",
        "example examples sample_questions kind_of_things kinds_of_things sort_of_things things_to_ask things_you_can_answer things_you_can_do things_i_can_ask",
    ),
    ("self", "yourself bot's this_bot this_thing work_here start"),
    // actions
    (
        "log",
        "log record note logged log_that record_that note_that add_a_touch note_down jot_down log_a register enter track",
    ),
    // what somebody did and says so
    (
        "occasion",
        "voicemail voice_mail demo demos coffee lunch dinner breakfast chat catch_up caught_up conversation off_the_phone off_a_call discovery_call hold_of intro texted demoed hung_up_with text visit visited",
    ),
    (
        "outcome",
        "no_answer no_reply no_response not_answer not_reply not_respond not_pick_up not_picked_up picked_up pick_up not_interested declined said_no hung_up \
        left_no_message no_pick_up interested agreed accepted",
    ),
    // where their object tells what they mean
    ("take", "take takes taken taking took put bring brought bringing"),
    ("move", "move moves moved moving"),
    ("drop", "drop drops dropped dropping"),
    ("mark", "mark set switch flag make update_to move_to change_to put_down_as label tag mark_as treat"),
    ("add", "added adding add adds include including included insert"),
    (
        "remove",
        "removed removing remove removes exclude excluded delete_from delete come_off comes_off coming_off kick_out kick strike struck",
    ),
    ("no_longer", "no_longer not_anymore any_longer anymore any_more"),
    ("target_list", "target_list targets target_account target_accounts target_companies target_company"),
    ("hand_over", "hand_over handover hand handed_over hand_off pass_on pass"),
    ("ask", "ask get_marketing get_sales request"),
    (
        "handoffs",
        "handoff handoffs hand_offs handovers hand_overs waiting_for overdue waiting to_do todo to_dos pending backlog queue",
    ),
    ("open", "closed due"),
    ("by", "by per each each_of every among amongst for_each for_every across by_each according_to"),
];

/// The class of every single word and of every expression (its words joined by `_`).
static WORDS: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for (class, list) in CLASSES.iter().chain(MORE) {
        for word in list.split_whitespace() {
            words.entry(word).or_insert(*class);
        }
    }
    words
});

/// The words that the rarer expressions are made of.
static PARTS: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| MORE.iter().flat_map(|(_, list)| list.split([' ', '_'])).collect());

/// Whether a word is one of ours, alone or in an expression.
pub fn is_known(word: &str) -> bool {
    WORDS.contains_key(word)
        || PARTS.contains(word)
        || SPELLINGS.binary_search(&word).is_ok()
        || super::windows::number(word).is_some()
}

/// The most words an expression has.
pub const LONGEST_EXPRESSION: usize = 6;

/// The class of a word or an expression written as we know it.
pub fn class_of(word: &str) -> Option<&'static str> {
    WORDS.get(word).copied()
}
