-- the finest grain of searches
SELECT unit, period_end, "outcome", "said", "vehicle", count(*) AS n
FROM rows_of_searches
GROUP BY unit, period_end, "outcome", "said", "vehicle";

-- the tallies of searches
SELECT unit, period_end,
  CASE WHEN GROUPING("said") = 0 THEN 'said' ELSE '' END AS breakdown,
  coalesce("said", 'All') AS "group",
  sum("added a0") AS "a0", sum("added a1") AS "a1"
FROM (
  SELECT unit, period_end, "said",
    CASE WHEN ((((NOT "vehicle"))) AND ("outcome" <> 'No further action')) AND (("outcome" = 'Arrest' OR "outcome" = 'No further action')) THEN "n" END AS "added a0",
    CASE WHEN (((NOT "vehicle"))) AND ("outcome" <> 'No further action') THEN "n" END AS "added a1"
  FROM grain_searches)
GROUP BY GROUPING SETS (
  (unit, period_end),
  (unit, period_end, "said"));

-- searches rolled up
SELECT u.ancestor AS unit, p.type, p.start, p."end", t.breakdown, t."group", sum(t."a0") AS "a0", sum(t."a1") AS "a1"
FROM tallied t
JOIN units u ON u.unit = t.unit AND u.period_end = t.period_end
JOIN parts p ON p.period_end = t.period_end
GROUP BY u.ancestor, p.type, p.start, p."end", t.breakdown, t."group";

-- searches with a row for everything
SELECT c.unit, c.type, c.start, c."end", c.missing, g.breakdown, g."group", CASE WHEN c.missing = 0 THEN coalesce(r."a0", 0) END AS "a0", CASE WHEN c.missing = 0 THEN coalesce(r."a1", 0) END AS "a1"
FROM cells c CROSS JOIN groups g
LEFT JOIN rolled r ON r.unit = c.unit AND r.type = c.type AND r.start = c.start AND r."end" = c."end" AND r.breakdown = g.breakdown AND r."group" = g."group"
ORDER BY c.unit, c.type, c."end", g.place;
