"""Which tests rehearse each page of docs/operacion.md: the steps themselves, with the page's own commands (safety §15)."""

from quipux.alarms.runbooks import Runbook

FAULTS, BACKUPS, HERE = "tests/faults", "tests/backups", "tests/drills/test_drills.py"
INCIDENTS, ROLLING = "tests/drills/test_incidents.py", f"{FAULTS}/test_f29_rolling_restart.py"
REHEARSALS = {
    Runbook.NIGHT: [f"{HERE}::test_a_night_that_did_not_begin_is_built_by_hand_and_the_alarm_ends"],
    Runbook.QUEUE: [f"{HERE}::test_a_queue_that_grows_is_rehearsed_on_paper_and_fits_a_larger_night"],
    Runbook.DISK: [f"{HERE}::test_a_disk_that_fills_is_told_rehearsed_and_over_when_there_is_room"],
    Runbook.BROKER: [f"{FAULTS}/test_f05_broker_loses_everything.py::test_f_05_what_the_broker_forgets_is_found_in_the_database",
                     f"{HERE}::test_a_night_that_did_not_begin_is_built_by_hand_and_the_alarm_ends"],
    Runbook.DATABASE: [f"{FAULTS}/test_f10_database_restarts.py::test_f_10_fifty_immediate_restarts_of_the_database_lose_nothing",
                       f"{HERE}::test_after_a_change_of_database_the_three_commands_find_nothing"],
    Runbook.PART: [f"{BACKUPS}/test_repair.py::test_b_56_operators_and_owner_are_told_once_and_again_when_it_is_over"],
    Runbook.MISSING: [f"{HERE}::test_a_person_who_misses_documents_is_shown_each_reason"],
    Runbook.EXPIRED: ["tests/backups/pages/test_downloads.py::test_b_16_after_the_expiry_the_same_range_is_asked_again_under_a_new_number"],
    Runbook.MAIL: [f"{HERE}::test_mails_that_wait_are_sent_by_hand_and_the_alarm_ends"],
    Runbook.SCANNER: ["tests/documents/attaching/test_revising.py::test_d_09_f_38_with_the_scanner_down_files_stay_in_revision_and_"
                      "are_released_when_it_returns"],
    Runbook.AIQ: ["tests/operation/test_commands.py::test_close_sessions_ends_them_all_and_stays_in_the_persons_recorrido",
                  "tests/institutions/aiq_changes/test_interim.py::test_an_interim_administers_at_once_and_ends_by_the_clock"],
    Runbook.LEAK: [f"{INCIDENTS}::test_a_suspected_leak_is_closed_kept_proven_and_its_people_are_found"],
    Runbook.RESTORE: ["tests/drills/test_restore.py::test_f_35_a_copy_is_restored_verified_and_builds_a_backup",
                      "tests/drills/test_restore.py::test_a_copy_in_the_bucket_of_another_site_is_restored_when_the_folder_is_lost"],
    Runbook.RESTORE_FILE: [f"{HERE}::test_one_lost_file_comes_back_from_the_copy_by_any_age_program"],
    Runbook.KEYS: [f"{INCIDENTS}::test_a_new_key_of_the_server_seals_all_again_and_what_was_made_with_the_former_one_ends",
                   f"{INCIDENTS}::test_a_key_that_leaked_ends_every_session_at_once",
                   f"{INCIDENTS}::test_a_new_key_of_the_copies_opens_the_new_ones_and_the_former_key_the_old_ones",
                   "tests/operation/test_commands.py::test_rotate_keys_seals_with_the_present_key_what_a_former_one_sealed"],
    Runbook.RELEASE: [f"{ROLLING}::test_f_29_fifty_uploads_while_the_web_servers_are_replaced_twenty_times_fail_never",
                      f"{FAULTS}/test_f36_previous_release.py::test_f_36_the_ten_journeys_pass_with_the_code_of_the_previous_release_on_the_"
                      "schema_of_today",
                      f"{ROLLING}::test_f_29_twenty_builds_whose_worker_is_replaced_free_their_leases_at_once"],
    Runbook.MIGRATION: [f"{FAULTS}/test_f14_long_lock.py::test_f_14_a_change_of_a_table_in_use_gives_up_and_pages_go_on"],
    Runbook.CLOCK: [f"{BACKUPS}/test_expiry.py::test_b_55_f_22_a_host_whose_clock_is_wrong_deletes_nothing"],
    Runbook.MERGING: ["tests/institutions/reorganisation/test_plans.py::test_i_51_a_plan_killed_between_two_steps_goes_on_and_ends_"
                      "with_the_counts_of_its_rehearsal"],
    Runbook.YEAR: ["tests/documents/numbering/test_issuing.py::test_d_21_the_new_year_begins_at_one_by_itself_at_midnight_of_guayaquil"],
    Runbook.INSTALLATION: ["tests/accounts/roles/test_roles.py::test_a_54_a_fresh_installation_has_no_user_and_the_command_makes_two_"
                           "superadministrators",
                           "tests/house/test_doctor.py::test_a_healthy_installation_has_one_green_line_per_part_and_exit_code_zero"],
    Runbook.STORE: [f"{HERE}::test_a_store_that_is_gone_is_told_and_over_when_it_is_mounted"],
    Runbook.BUILD: [f"{INCIDENTS}::test_a_backup_that_failed_is_built_by_hand_once_its_cause_is_gone",
                    f"{BACKUPS}/test_failures.py::test_b_41_a_store_that_is_down_blames_no_document_and_is_tried_again"],
    Runbook.WORKERS: [f"{FAULTS}/test_f24_beat.py::test_f_24_a_day_without_scheduler_is_told_and_caught_up_once",
                      f"{FAULTS}/test_leases.py::test_i15_a_row_that_is_being_written_does_not_hold_up_the_sweep_of_the_others"],
    Runbook.HISTORY: ["tests/institutions/audit/test_audit.py::test_f_37_a_hundred_forged_rows_are_each_named"],
    Runbook.COPY: ["tests/safekeeping/test_making.py::test_a_copy_that_cannot_be_made_is_told"],
    Runbook.ERRORS: ["tests/alarms/test_alarms.py::test_over_two_percent_of_errors_in_five_minutes_is_an_alarm_and_a_maintenance_is_none"],
    Runbook.STOPPED: [f"{BACKUPS}/test_expiry.py::test_a_job_that_had_stopped_deletes_nothing_until_an_operator_confirms"],
}  # fmt: skip
