-- the finest grain of searches
SELECT unit, period_end, "said", count(*) AS n
FROM rows_of_searches
GROUP BY unit, period_end, "said";

-- the tallies of searches
SELECT unit, period_end,
  CASE WHEN GROUPING("said") = 0 THEN 'said' ELSE '' END AS breakdown,
  coalesce("said", 'All') AS "group",
  
FROM (
  SELECT unit, period_end, "said"
  FROM grain_searches)
GROUP BY GROUPING SETS (
  (unit, period_end),
  (unit, period_end, "said"));

-- searches rolled up
SELECT u.ancestor AS unit, p.type, p.start, p."end", t.breakdown, t."group", 
FROM tallied t
JOIN units u ON u.unit = t.unit AND u.period_end = t.period_end
JOIN parts p ON p.period_end = t.period_end
GROUP BY u.ancestor, p.type, p.start, p."end", t.breakdown, t."group";

-- searches with a row for everything
SELECT c.unit, c.type, c.start, c."end", c.missing, g.breakdown, g."group", 
FROM cells c CROSS JOIN groups g
LEFT JOIN rolled r ON r.unit = c.unit AND r.type = c.type AND r.start = c.start AND r."end" = c."end" AND r.breakdown = g.breakdown AND r."group" = g."group"
ORDER BY c.unit, c.type, c."end", g.place;

-- the values of searches
SELECT unit, period_end, "outcome", "said", "note" AS v, count(*) AS n
FROM rows_of_searches
GROUP BY unit, period_end, "outcome", "said", v;

-- the spread of the values
SELECT u.ancestor AS unit, p.type, p.start, p."end",
  CASE WHEN GROUPING(b0) = 0 THEN 'said' ELSE '' END AS breakdown,
  coalesce(b0, 'All') AS "group", g.v, CAST(sum(g.n) AS BIGINT) AS n
FROM (SELECT unit, period_end, v, "said" AS b0, sum(n) AS n FROM grain_searches_0 WHERE ("outcome" = 'Arrest') GROUP BY unit, period_end, v, "said") g
JOIN units u ON u.unit = g.unit AND u.period_end = g.period_end
JOIN parts p ON p.period_end = g.period_end
GROUP BY GROUPING SETS (
  (u.ancestor, p.type, p.start, p."end", g.v),
  (u.ancestor, p.type, p.start, p."end", g.v, b0));

-- the different values
SELECT unit, type, start, "end", breakdown, "group", count(v) AS "a0", coalesce(sum(n) FILTER (WHERE v IS NULL), 0) AS "a0_gaps"
FROM spread
GROUP BY unit, type, start, "end", breakdown, "group";

-- the values of searches
SELECT unit, period_end, "outcome", "said", "note" AS v, count(*) AS n
FROM rows_of_searches
GROUP BY unit, period_end, "outcome", "said", v;

-- the spread of the values
SELECT u.ancestor AS unit, p.type, p.start, p."end",
  CASE WHEN GROUPING(b0) = 0 THEN 'said' ELSE '' END AS breakdown,
  coalesce(b0, 'All') AS "group", g.v, CAST(sum(g.n) AS BIGINT) AS n
FROM (SELECT unit, period_end, v, "said" AS b0, sum(n) AS n FROM grain_searches_0 GROUP BY unit, period_end, v, "said") g
JOIN units u ON u.unit = g.unit AND u.period_end = g.period_end
JOIN parts p ON p.period_end = g.period_end
GROUP BY GROUPING SETS (
  (u.ancestor, p.type, p.start, p."end", g.v),
  (u.ancestor, p.type, p.start, p."end", g.v, b0));

-- the different values
SELECT unit, type, start, "end", breakdown, "group", count(v) AS "a1", coalesce(sum(n) FILTER (WHERE v IS NULL), 0) AS "a1_gaps"
FROM spread
GROUP BY unit, type, start, "end", breakdown, "group";
