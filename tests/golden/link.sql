(
SELECT r.*, CASE WHEN r."person" IS NOT NULL AND ((r."complained_on" >= DATE '2025-12-01' AND r."followed_until" <= DATE '2025-12-31') OR (r."complained_on" >= DATE '2026-02-01' AND r."followed_until" <= DATE '2026-03-31'))
THEN EXISTS (
  SELECT 1 FROM rows_of_adverse_events o
  WHERE o."person" = r."person" AND o."happened_on" > r."complained_on" AND o."happened_on" <= r."followed_until"
) END AS "adverse_event"
FROM rows_of_follow_ups r
)
