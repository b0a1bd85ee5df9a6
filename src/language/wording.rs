//! More wording of the classes of the lexicon: what people say now and then. No typo is put right to one of these, so
//! that a rare word takes nothing from the common ones.

use super::lexicon::NOISE;

/// Class, then the words of it, as in the lexicon.
pub(super) const MORE: &[(&str, &str)] = &[
    (
        NOISE,
        "in_play sort_of what_sort_of some_sort_of meaning_those meaning_people meaning_the i_am_after we_are_after i_am_only_after we_should_know people_we_should_know before_my_meeting before_the_meeting before_our_meeting ahead_of_my_meeting before_my_call before_the_call before_i_call before_i_dial before_i_ring before_i_pick_up_the_phone before_calling step_by_step by_date in_date_order lay_out by_the_numbers than_others than_the_others than_the_rest barking_up_the_wrong_tree i_mean that_is_to_say mind_you in_a_nutshell at_a_guess all_in_all once_more one_more_time on_balance by_chance per_chance for_a_change newest_first latest_first oldest_first most_recent_first qbr for_tomorrow for_my_boss for_the_boss for_my_manager for_the_board for_our_board for_leadership \
        for_the_ceo for_our_ceo for_the_cmo for_our_cmo for_the_cro for_our_cro for_a_deck for_the_deck \
        for_my_deck for_a_slide for_my_slides for_the_slides for_a_report for_my_report for_the_report \
        for_the_meeting for_a_meeting for_my_meeting by_now as_of_now as_of_today up_to_now until_now as_yet \
        at_present for_now out_of_interest out_of_curiosity just_curious just_wondering our_colleagues \
        my_colleagues the_colleagues colleagues_of_marketing colleagues_in_marketing \
        colleagues_from_marketing colleagues_of_sales coming_up table_of in_an_hour in_half_an_hour \
        in_a_minute in_a_bit in_a_few in_a_moment",
    ),
    (
        "marketing",
        "marketing_org marketing_crew marketing_colleagues marketing_folks marketing_people marketing_guys \
        marketing_side marketing_crowd marketing_lot marketing_organisation marketing_organization \
        marketing_function marketing_staff",
    ),
    (
        "sales",
        "salesforce_team sales_floor sales_org sales_force sales_crew sales_colleagues sales_lot sales_crowd sales_bunch \
        sales_organisation sales_organization sales_function sales_staff sales_lads",
    ),
    (
        "reach",
        "softened_up soften_up softening_up warmed_to pre_warmed groomed courted_by gotten_to gets_to got_around_to gotten_around_to get_around_to got_round_to gotten_round_to \
        get_round_to got_in_front_of get_in_front_of been_in_front_of gotten_in_front_of in_front_of",
    ),
    (
        "contact",
        "pestering pester pestered hassling hassled hassle hounding hounded bugging bugged nagging nagged \
        badgering badgered courting courted wooing wooed ringing conversations",
    ),
    (
        "touch",
        "made_contact make_contact making_contact exposure exposed_to exposed contact_from attention come_across came_across coming_across laid_eyes_on got_anything get_anything gotten_anything \
        had_anything received_anything got_something had_something got_a_thing had_a_thing \
        picked_them_up pick_them_up picked_him_up picked_her_up picked_up_on acted_on act_on jumped_on \
        followed_up_on actioned",
    ),
    (
        "ignore",
        "sleeping_on sitting_on let_slip letting_slip lets_slip dropping_the_ball_on dropped_the_ball_on \
        left_on_the_table leaving_on_the_table ghosting ghosted snubbed passed_over gathering_dust \
        gather_dust skipped skipping",
    ),
    (
        "overlap",
        "line_up lines_up lining_up align aligns coincide coincides same_folks same_crowd same_names same_prospects same_buyers same_individuals the_same_ones overlap_numbers overlap_figures overlap_stats overlap_number overlap_figure gap_between_marketing_and_sales gap_between_sales_and_marketing the_mandorla",
    ),
    (
        "trend",
        "budged budge inching inched edging edged creeping crept upwards upward downwards downward overlap_line overlap_curve narrowed narrowing widened widening which_way made_any_progress made_progress make_progress making_progress making_any_progress make_any_progress",
    ),
    (
        "cold",
        "people_to_warm people_to_warm_up contacts_to_warm prospects_to_warm who_to_warm whom_to_warm names_to_warm leads_to_warm out_of_the_blue",
    ),
    (
        "untouched",
        "in_the_dark in_the_dark_about_us completely_in_the_dark blank still_blank slipped_through_the_cracks fell_through_the_cracks fallen_through_the_cracks \
        slipping_through_the_cracks falling_through_the_cracks slipped_through fallen_through white_spots \
        white_spot white_spaces blind_spots",
    ),
    ("role_name", "agencies agency"),
    (
        "effect",
        "make_any_difference make_a_difference makes_any_difference makes_a_difference made_a_difference made_any_difference make_much_difference move_the_needle moves_the_needle moving_the_needle moved_the_needle pick_up_more picks_up_more picked_up_more any_use how_much_better paying_off paid_off paying",
    ),
    ("data", "integration integrations connector connectors crm"),
    ("members", "involved involved_with involved_in involved_at"),
    ("help", "your_features what_is_this_bot_for features capable work_with_this_bot work_with_you"),
    ("most", "worst_ones_first worst_first best_first lowest_first highest_first weakest_first "),
    (
        "state",
        "footprint one_line_summary one_liner paint_me_a_picture_of paint_a_picture_of account_card deep_dive deep_dive_on deep_dive_into health_check temperature_check pulse_check status_update quick_update short_update an_update_on update_on brief_update ",
    ),
    ("fresh", "newest lagging lag lags dateness numbers_current figures_current "),
    ("occasion", "caught caught_hold_of got_hold_of "),
    ("not", "uncontacted_by "),
    ("breakdown", "stack_up stacks_up break_out breaks_out broken_out "),
    ("history", "touch_after_touch touch_by_touch "),
    ("use", "making_use makes_use make_use made_use "),
    ("errors", "something_wrong anything_wrong wrong_with gone_wrong "),
    (
        "owner",
        "runs in_their_book in_their_patch whose_patch whose_book under_whose_name in_whose_name in_whose_patch in_whose_book in_charge_at ",
    ),
    ("by", "one_line_per a_line_per one_line_for_each one_line_for_every one_bar_per "),
    ("warm", "deserve_a_call deserves_a_call itching_for_a_call dying_for_a_call "),
];
