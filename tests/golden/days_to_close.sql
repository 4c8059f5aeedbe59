-- the finest grain of searches
SELECT unit, period_end, "said", "seen", count(*) AS n, count(*) FILTER (WHERE ("closed_on" - "searched_on") IS NOT NULL) AS "known closed_on - searched_on"
FROM rows_of_searches
GROUP BY unit, period_end, "said", "seen";

-- the tallies of searches
SELECT unit, period_end,
  CASE WHEN GROUPING("said") = 0 THEN 'said' WHEN GROUPING("seen") = 0 THEN 'seen' ELSE '' END AS breakdown,
  coalesce("said", "seen", 'All') AS "group",
  sum("added a0") AS "a0"
FROM (
  SELECT unit, period_end, "said", "seen",
    "known closed_on - searched_on" AS "added a0"
  FROM grain_searches)
GROUP BY GROUPING SETS (
  (unit, period_end),
  (unit, period_end, "said"),
  (unit, period_end, "seen"));

-- searches rolled up
SELECT u.ancestor AS unit, p.type, p.start, p."end", t.breakdown, t."group", sum(t."a0") AS "a0"
FROM tallied t
JOIN units u ON u.unit = t.unit AND u.period_end = t.period_end
JOIN parts p ON p.period_end = t.period_end
GROUP BY u.ancestor, p.type, p.start, p."end", t.breakdown, t."group";

-- searches with a row for everything
SELECT c.unit, c.type, c.start, c."end", c.missing, g.breakdown, g."group", CASE WHEN c.missing = 0 THEN coalesce(r."a0", 0) END AS "a0"
FROM cells c CROSS JOIN groups g
LEFT JOIN rolled r ON r.unit = c.unit AND r.type = c.type AND r.start = c.start AND r."end" = c."end" AND r.breakdown = g.breakdown AND r."group" = g."group"
ORDER BY c.unit, c.type, c."end", g.place;

-- the values of searches
SELECT unit, period_end, "said", "seen", ("closed_on" - "searched_on") AS v, count(*) AS n
FROM rows_of_searches
GROUP BY unit, period_end, "said", "seen", v;

-- the spread of the values
SELECT u.ancestor AS unit, p.type, p.start, p."end",
  CASE WHEN GROUPING(b0) = 0 THEN 'said' WHEN GROUPING(b1) = 0 THEN 'seen' ELSE '' END AS breakdown,
  coalesce(b0, b1, 'All') AS "group", g.v, CAST(sum(g.n) AS BIGINT) AS n
FROM (SELECT unit, period_end, v, "said" AS b0, "seen" AS b1, sum(n) AS n FROM grain_searches_0 GROUP BY unit, period_end, v, "said", "seen") g
JOIN units u ON u.unit = g.unit AND u.period_end = g.period_end
JOIN parts p ON p.period_end = g.period_end
GROUP BY GROUPING SETS (
  (u.ancestor, p.type, p.start, p."end", g.v),
  (u.ancestor, p.type, p.start, p."end", g.v, b0),
  (u.ancestor, p.type, p.start, p."end", g.v, b1));

-- how many there are
SELECT DISTINCT sum(n) AS n FROM spread WHERE v IS NOT NULL GROUP BY unit, type, start, "end", breakdown, "group";

-- the percentile
WITH ordered AS (
  SELECT unit, type, start, "end", breakdown, "group", v, n AS m, sum(n) OVER (PARTITION BY unit, type, start, "end", breakdown, "group" ORDER BY v) AS upto,
    sum(n) OVER (PARTITION BY unit, type, start, "end", breakdown, "group") AS n
  FROM spread WHERE v IS NOT NULL)
SELECT unit, type, start, "end", breakdown, "group",
  max(v) FILTER (WHERE upto - m < p.below AND p.below <= upto) + (max(v) FILTER (WHERE upto - m < p.above AND p.above <= upto) - max(v) FILTER (WHERE upto - m < p.below AND p.below <= upto)) * any_value(p.part) AS "a1",
  max(v) FILTER (WHERE upto - m < p.lower AND p.lower <= upto) AS "a1_lower",
  max(v) FILTER (WHERE upto - m < p.upper AND p.upper <= upto) AS "a1_upper",
  max(v) FILTER (WHERE upto - m < p.lower_998 AND p.lower_998 <= upto) AS "a1_lower_998",
  max(v) FILTER (WHERE upto - m < p.upper_998 AND p.upper_998 <= upto) AS "a1_upper_998"
FROM ordered JOIN places p ON p.n = ordered.n
GROUP BY unit, type, start, "end", breakdown, "group";
