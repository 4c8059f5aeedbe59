"""The traps of the strategy's systems: rows that would mislead, and the figure that does not."""

Rows = list[tuple[int, dict[str, str]]]
# By system: the metric, how many rows of which kind, how many they are, and of how many.
CASES: list[tuple[str, str, Rows, float, float | None]] = [
    # The date first promised counts, whatever was promised since; delivered late is no more open.
    ("recommendations", "recommendations_overdue",
     [(1, {"status": "In progress", "due_on": "2024-03-31", "as_at": "2026-03-31"}),
      (3, {"status": "In progress", "due_on": "2026-06-30", "as_at": "2026-03-31"}),
      (9, {"status": "Delivered", "due_on": "2024-03-31", "as_at": "2026-03-31"})], 1, 4),
    # Three allegations of one person in two cases: each is counted as what it is.
    ("internal_discrimination", "internal_allegations",
     [(2, {"case": "C1", "complainant": "P1"}), (1, {"case": "C2", "complainant": "P1"})], 3, None),
    ("internal_discrimination", "internal_cases",
     [(2, {"case": "C1", "complainant": "P1"}), (1, {"case": "C2", "complainant": "P1"})], 2, None),
    ("internal_discrimination", "internal_complainants",
     [(2, {"case": "C1", "complainant": "P1"}), (1, {"case": "C2", "complainant": "P1"})], 1, None),
    # Better recording finds more victimisation: what is recorded is the base, and stands apart.
    ("victimisation", "victimisation_answered",
     [(4, {"victimisation_asked": "Not answered"}), (2, {"victimisation_asked": "Yes"}),
      (4, {"victimisation_asked": "No"})], 6, 10),
    ("victimisation", "victimisation_alleged",
     [(4, {"victimisation_asked": "Not answered"}), (2, {"victimisation_asked": "Yes"}),
      (4, {"victimisation_asked": "No"})], 2, 6),
    # A promise whose date was put back is told by the first one, delivered or not.
    ("recommendations", "recommendations_slipped",
     [(2, {"status": "Delivered", "due_on": "2024-03-31", "due_now": "2025-03-31"}),
      (6, {"status": "Delivered", "due_on": "2024-03-31", "due_now": "2024-03-31"}),
      (1, {"status": "In progress"})], 2, 8),
    # Whoever delivers does not verify, and where nobody is named nothing is verified.
    ("recommendations", "recommendations_verified",
     [(4, {"status": "Delivered", "verifier": "IOPC", "verified_on": "2025-03-31"}),
      (3, {"status": "Delivered", "verifier": "IOPC"}),
      (2, {"status": "Delivered", "verifier": "None", "verified_on": "2025-03-31"}),
      (5, {"status": "In progress", "verifier": "IOPC"})], 4, 9),
    # Nine allegations, three of them proven: the sanction is a share of the proven.
    ("sanctions", "proven_without_sanction",
     [(6, {"finding": "Not proven", "sanction": "None due"}),
      (1, {"finding": "Proven", "sanction": "No sanction"}),
      (2, {"finding": "Proven", "sanction": "Dismissal"})], 1, 3),
    # 146 grievances, none upheld, 15 referred: of those six are proven and four still open.
    ("grievances", "grievances_found_for",
     [(131, {"discrimination": "true", "outcome": "Not upheld", "linked_outcome": "No case"}),
      *((n, {"discrimination": "true", "outcome": "Referred to professional standards",
             "linked_outcome": end})
        for n, end in ((6, "Case proven"), (5, "Case not proven"), (4, "Case still open")))],
     6, 142),
    # An agreement is one success, an agreement that holds is another.
    ("mediation", "mediation_agreed",
     [(60, {"result": "Agreement", "held_up": "true", "later_grievance": "false"}),
      (27, {"result": "Agreement", "held_up": "true", "later_grievance": "true"}),
      (13, {"result": "No agreement"}), (20, {"result": "Not held"})], 87, 100),
    ("mediation", "mediation_holds",
     [(60, {"result": "Agreement", "held_up": "true", "later_grievance": "false"}),
      (27, {"result": "Agreement", "held_up": "true", "later_grievance": "true"}),
      (13, {"result": "No agreement"}), (20, {"result": "Not held"})], 60, 87),
    # 324 reports were reviewed: that is how many, and not how good.
    ("investigation_reviews", "reviews_done",
     [(200, {"meets_guidelines": "true"}), (124, {"meets_guidelines": "false"})], 324, None),
    ("investigation_reviews", "reviews_meet_guidelines",
     [(200, {"meets_guidelines": "true"}), (124, {"meets_guidelines": "false"})], 200, 324),
    # A meeting that was offered is no meeting that was held, and five allegations are one case.
    ("complainant_contact", "meetings_offered",
     [(5, {"case": "A1", "meeting_offered": "true", "meeting_held": "true"}),
      (3, {"case": "B2", "meeting_offered": "true", "meeting_held": "false"}),
      (2, {"case": "C3", "meeting_offered": "false", "meeting_held": "false"})], 2, 3),
    ("complainant_contact", "meetings_held",
     [(5, {"case": "A1", "meeting_offered": "true", "meeting_held": "true"}),
      (3, {"case": "B2", "meeting_offered": "true", "meeting_held": "false"}),
      (2, {"case": "C3", "meeting_offered": "false", "meeting_held": "false"})], 1, 2),
    # The base of each stage is the stage before it, not everybody who ever complained.
    ("case_outcomes", "internal_case_to_answer",
     [(50, {"stage": "Received"}), (30, {"stage": "Assessed as serious"}),
      (15, {"stage": "Investigated"}), (5, {"stage": "Case to answer"})], 5, 20),
    # Its base is who must have it, in whatever state, and a row may be many people.
    ("training", "training_in_date",
     [(1, {"state": "In date", "people": "70"}), (1, {"state": "Overdue", "people": "20"}),
      (1, {"state": "Never done", "people": "10"})], 70, 100),
    # What the force offers and what a victim accepts stand apart.
    ("restorative", "repair_offered",
     [(40, {"stage": "Not offered"}), (30, {"stage": "Offered"}), (30, {"stage": "Accepted"})],
     60, 100),
    ("restorative", "repair_accepted",
     [(40, {"stage": "Not offered"}), (30, {"stage": "Offered"}), (30, {"stage": "Accepted"})],
     30, 60),
    # Those who were not handcuffed say nothing of how the others were.
    ("force", "handcuffs_compliant",
     [(30, {"handcuffs": "Compliant"}), (10, {"handcuffs": "Not compliant"}),
      (60, {"handcuffs": "Not handcuffed"})], 30, 40),
    # Vehicles are no people.
    ("stop_and_search", "stop_search_arrest_rate",
     [(1, {"search_type": "Person search", "outcome": "Arrest"}),
      (3, {"search_type": "Person search", "outcome": "No further action"}),
      (6, {"search_type": "Vehicle search", "outcome": "Arrest"})], 1, 4),
    # Whose sex is not recorded is in no share.
    ("representation", "officers_women",
     [(1, {"worker_type": "Officer", "sex": sex, "headcount": n})
      for sex, n in (("Female", "40"), ("Male", "50"), ("Not recorded", "10"))], 40, 90),
    # The fair base is who came to the stage before, not who is employed.
    ("progression", "selection_passed",
     [(50, {"stage": "Did not apply"}), (20, {"stage": "Applied"}), (20, {"stage": "Shortlisted"}),
      (8, {"stage": "Passed"}), (2, {"stage": "Posted"})], 10, 30),
    # A review that was held is not one in which equality was looked at.
    ("reviews", "reviews_with_objective",
     [(1, {"state": "Done with an equality objective", "reviews": "30"}),
      (1, {"state": "Done without one", "reviews": "60"}),
      (1, {"state": "Not done", "reviews": "10"})], 30, 100),
    # A level is claimed until a peer has found it too.
    ("equality_standard", "standard_confirmed",
     [(2, {"claimed": "Achieving", "verified": "Developing", "confirmed": "false"}),
      (1, {"claimed": "Achieving", "verified": "Achieving", "confirmed": "true"}),
      (1, {"claimed": "Not assessed", "confirmed": "false"})], 1, 3),
    # An assessment made after the decision is none that could change it.
    ("impact_assessments", "assessed_before",
     [(6, {"timing": "Before the decision"}), (3, {"timing": "After the decision"}),
      (1, {"timing": "Not made"})], 6, 10),
    ("impact_assessments", "assessed_after",
     [(6, {"timing": "Before the decision"}), (3, {"timing": "After the decision"}),
      (1, {"timing": "Not made"})], 3, 10),
    # A draft is not published, and what was published five years ago is not any more.
    ("publication", "objectives_published",
     [(1, {"as_at": "2026-03-31"}), (1, {"as_at": "2026-03-31", "published_on": "2021-03-01"}),
      (2, {"as_at": "2026-03-31", "published_on": "2024-03-01"})], 2, 4),
    # Nine contracts of ten have the clause, and one tenth of the money.
    ("procurement", "contracts_with_clause",
     [(9, {"over_threshold": "true", "clause": "true", "pounds": "100"}),
      (1, {"over_threshold": "true", "clause": "false", "pounds": "8100"})], 9, 10),
    ("procurement", "contracts_clause_value",
     [(9, {"over_threshold": "true", "clause": "true", "pounds": "100"}),
      (1, {"over_threshold": "true", "clause": "false", "pounds": "8100"})], 900, 9000),
    # A crime of two strands is one crime.
    ("victims", "hate_crimes",
     [(1, {"crime": "H1", "strand": "Ethnicity"}), (1, {"crime": "H1", "strand": "Faith"}),
      (1, {"crime": "H2", "strand": "Ethnicity"})], 2, None),
    ("victims", "hate_crimes_race",
     [(1, {"crime": "H1", "strand": "Ethnicity"}), (1, {"crime": "H1", "strand": "Faith"}),
      (1, {"crime": "H2", "strand": "Ethnicity"})], 2, None),
    # Who asked for nothing is no success.
    ("access", "adjustments_met",
     [(1, {"adjustment": "None asked for", "contacts": "90"}),
      (1, {"adjustment": "Met", "contacts": "6"}), (1, {"adjustment": "Not met", "contacts": "4"})],
     6, 10),
    # Of one inquiry, those of others left out.
    ("race_and_faith_inquiry", "inquiry_recommendations_delivered",
     [(2, {"made_by": "Race and Faith Inquiry", "status": "Delivered"}),
      (1, {"made_by": "Race and Faith Inquiry", "status": "In progress"}),
      (5, {"made_by": "EHRC", "status": "Delivered"})], 2, 3),
    # The body that asked exists no more: nobody verifies it, and that is said.
    ("race_and_faith_inquiry", "recommendations_without_verifier",
     [(18, {"made_by": "Race and Faith Inquiry", "verifier": "None", "status": "Delivered"}),
      (42, {"made_by": "HMICFRS", "verifier": "HMICFRS", "status": "Delivered"}),
      (7, {"made_by": "EHRC", "verifier": "None", "status": "Depends on another body"})], 18, 60),
    # A role that nobody holds is an exception.
    ("governance", "owners_in_post",
     [(3, {"owner_in_post": "true"}), (1, {"owner_in_post": "false"})], 3, 4),
    # What another body must do is neither success nor failure, and is counted apart.
    ("recommendations", "recommendations_delivered",
     [(3, {"status": "Delivered"}), (1, {"status": "In progress"}),
      (2, {"status": "Depends on another body"})], 3, 4),
    ("guidance_of_others", "recommendations_of_others",
     [(3, {"status": "Delivered"}), (2, {"status": "Depends on another body"})], 2, None),
    # Two of one inquiry are not ours to close: delivered or not, they are in no share of it.
    ("race_and_faith_inquiry", "inquiry_recommendations_delivered",
     [(3, {"made_by": "Race and Faith Inquiry", "status": "Delivered"}),
      (1, {"made_by": "Race and Faith Inquiry", "status": "In progress"}),
      (2, {"made_by": "Race and Faith Inquiry", "status": "Depends on another body"})], 3, 4),
    # When the other body was last spoken to, and who was never spoken to at all.
    ("guidance_of_others", "others_contacted",
     [(3, {"status": "Depends on another body", "as_at": "2026-03-31",
           "last_contact": "2026-02-01"}),
      (1, {"status": "Depends on another body", "as_at": "2026-03-31",
           "last_contact": "2025-02-01"}),
      (1, {"status": "Depends on another body", "as_at": "2026-03-31"}),
      (5, {"status": "Delivered", "as_at": "2026-03-31"})], 3, 5),
    # A grievance is no complaint of discrimination: what came in is counted by kind.
    ("grievances", "cases_received",
     [(7, {"kind": "Grievance"}), (2, {"kind": "Internal complaint of discrimination"})], 9, None),
    # Two complained of by five are two people.
    ("internal_discrimination", "internal_subjects",
     [(4, {"case": "C1", "subject": "S1"}), (1, {"case": "C2", "subject": "S2"}),
      (1, {"case": "C3"})], 2, None),
    # A report that meets four points of five meets not every one, and four points are met.
    ("investigation_reviews", "guideline_points_met",
     [(4, {"point": "Language and motive", "met": "true"}),
      (1, {"point": "Reasons for the decision", "met": "false"})], 4, 5),
    # What was due and was not reviewed is in no figure of what was reviewed.
    ("investigation_reviews", "reviews_due_done",
     [(324, {"done": "true"}), (76, {"done": "false"})], 324, 400),
    # What whoever owes it has closed by themselves is not closed.
    ("case_outcomes", "learning_closed",
     [(4, {"closed_on": "2026-01-31", "closed_by": "Somebody else"}),
      (3, {"closed_on": "2026-01-31", "closed_by": "Whoever owes it"}),
      (3, {"theme": "Evidence"})], 4, 10),
    # One in five of discrimination, one in three of the rest: neither says much by itself.
    ("case_outcomes", "misconduct_case_to_answer",
     [(4, {"ground": "Allegation of discrimination", "finding": "No case to answer"}),
      (1, {"ground": "Allegation of discrimination", "finding": "Proven"}),
      (4, {"ground": "Other breach", "finding": "No case to answer"}),
      (2, {"ground": "Other breach", "finding": "Not proven"})], 3, 11),
    # Whoever was not asked is neither satisfied nor not.
    ("complainant_contact", "internal_satisfied",
     [(3, {"case": "A1", "satisfied": "true"}), (1, {"case": "B2", "satisfied": "false"}),
      (9, {"case": "C3"})], 1, 2),
    # Who never had it is not overdue.
    ("training", "training_overdue",
     [(1, {"state": "In date", "people": "70"}), (1, {"state": "Overdue", "people": "20"}),
      (1, {"state": "Never done", "people": "10"})], 20, 100),
    # What is watched is a share of what was recorded.
    ("force", "force_video_reviewed",
     [(3, {"video": "true", "video_reviewed": "true"}),
      (5, {"video": "true", "video_reviewed": "false"}), (4, {"video": "false"})], 3, 8),
    # An arrest for something else is no find; where it is not known, the search is left out.
    ("stop_and_search", "searches_found",
     [(2, {"subject": "Person", "outcome": "Arrest", "linked": "true", "searches": "1"}),
      (1, {"subject": "Person", "outcome": "Arrest", "linked": "false", "searches": "1"}),
      (7, {"subject": "Person", "outcome": "No further action", "linked": "false",
           "searches": "1"}),
      (5, {"subject": "Person", "outcome": "Arrest", "searches": "1"})], 2, 10),
    # Who did not say is no share of anybody, and how many did not is a figure of its own.
    ("representation", "ethnicity_declared",
     [(1, {"ethnicity": name, "headcount": n})
      for name, n in (("Black", "10"), ("White", "70"), ("Not stated", "20"))], 80, 100),
    ("representation", "workforce_black",
     [(1, {"ethnicity": name, "headcount": n})
      for name, n in (("Black", "10"), ("White", "70"), ("Not stated", "20"))], 10, 80),
    # A claim with evidence of two years ago carries no level, and is no gap between two.
    ("equality_standard", "standard_not_found",
     [(2, {"level": "Achieving", "verified": "Developing", "as_at": "2026-03-31",
           "evidence_on": "2026-01-31"}),
      (6, {"level": "Achieving", "verified": "Achieving", "as_at": "2026-03-31",
           "evidence_on": "2026-01-31"}),
      (3, {"level": "Excelling", "verified": "Developing", "as_at": "2026-03-31",
           "evidence_on": "2024-01-31"})], 2, 8),
    # One contract of ten is breached, and nine tenths of the money.
    ("procurement", "contracts_breached",
     [(9, {"over_threshold": "true", "clause": "true", "breached": "false", "pounds": "100"}),
      (1, {"over_threshold": "true", "clause": "true", "breached": "true", "pounds": "8100"})],
     1, 10),
    ("procurement", "contracts_breached_value",
     [(9, {"over_threshold": "true", "clause": "true", "breached": "false", "pounds": "100"}),
      (1, {"over_threshold": "true", "clause": "true", "breached": "true", "pounds": "8100"})],
     8100, 9000),
    # A finding without a sanction because somebody had gone is told as that.
    ("sanctions", "no_sanction_reasons",
     [(3, {"finding": "Proven", "sanction": "No sanction",
           "no_sanction_reason": "Resigned or retired"}),
      (4, {"finding": "Proven", "sanction": "Dismissal"}), (5, {"finding": "Not proven"})],
     3, None),
    # A review that was held is not one that was good: few are looked into.
    ("reviews", "reviews_good",
     [(1, {"quality": name, "reviews": n})
      for name, n in (("Good", "6"), ("Not good", "4"), ("Not looked into", "90"))], 6, 10),
    # Of most callers nobody knows whether they are disabled, and that comes first.
    ("access", "contacts_disability_known",
     [(1, {"disability": name, "contacts": n})
      for name, n in (("Disabled", "5"), ("Not disabled", "33"), ("Not stated", "62"))], 38, 100),
]  # fmt: skip
