-- the finest grain of answers
SELECT unit, period_end, "agrees", "said", count(*) AS n, sum(CAST("balance" AS DOUBLE) * "balance") AS "squares balance", sum("balance") AS "total balance"
FROM rows_of_answers
GROUP BY unit, period_end, "agrees", "said";

-- the tallies of answers
SELECT unit, period_end,
  CASE WHEN GROUPING("said") = 0 THEN 'said' ELSE '' END AS breakdown,
  coalesce("said", 'All') AS "group",
  sum("added a0") AS "a0", sum("added a1") AS "a1", sum("added a2") AS "a2", sum("added a3") AS "a3", sum("added a4") AS "a4"
FROM (
  SELECT unit, period_end, "said",
    CASE WHEN ("agrees") AND ("agrees" IS NOT NULL) THEN "n" END AS "added a0",
    CASE WHEN ("agrees" IS NOT NULL) THEN "n" END AS "added a1",
    CASE WHEN ("agrees") AND ("agrees" IS NOT NULL) THEN "total balance" END AS "added a2",
    CASE WHEN ("agrees" IS NOT NULL) THEN "total balance" END AS "added a3",
    CASE WHEN ("agrees" IS NOT NULL) THEN "squares balance" END AS "added a4"
  FROM grain_answers)
GROUP BY GROUPING SETS (
  (unit, period_end),
  (unit, period_end, "said"));

-- answers rolled up
SELECT u.ancestor AS unit, p.type, p.start, p."end", t.breakdown, t."group", sum(t."a0") AS "a0", sum(t."a1") AS "a1", sum(t."a2") AS "a2", sum(t."a3") AS "a3", sum(t."a4") AS "a4"
FROM tallied t
JOIN units u ON u.unit = t.unit AND u.period_end = t.period_end
JOIN parts p ON p.period_end = t.period_end
GROUP BY u.ancestor, p.type, p.start, p."end", t.breakdown, t."group";

-- answers with a row for everything
SELECT c.unit, c.type, c.start, c."end", c.missing, g.breakdown, g."group", CASE WHEN c.missing = 0 THEN coalesce(r."a0", 0) END AS "a0", CASE WHEN c.missing = 0 THEN coalesce(r."a1", 0) END AS "a1", CASE WHEN c.missing = 0 THEN coalesce(r."a2", 0) END AS "a2", CASE WHEN c.missing = 0 THEN coalesce(r."a3", 0) END AS "a3", CASE WHEN c.missing = 0 THEN coalesce(r."a4", 0) END AS "a4"
FROM cells c CROSS JOIN groups g
LEFT JOIN rolled r ON r.unit = c.unit AND r.type = c.type AND r.start = c.start AND r."end" = c."end" AND r.breakdown = g.breakdown AND r."group" = g."group"
ORDER BY c.unit, c.type, c."end", g.place;
