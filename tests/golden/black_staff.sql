-- the finest grain of staff
SELECT unit, period_end, "ethnicity", sum("headcount") AS n
FROM rows_of_staff
GROUP BY unit, period_end, "ethnicity";

-- the tallies of staff
SELECT unit, period_end,
  CASE WHEN GROUPING("ethnicity") = 0 THEN 'ethnicity' ELSE '' END AS breakdown,
  coalesce("ethnicity", 'All') AS "group",
  sum("added a0") AS "a0"
FROM (
  SELECT unit, period_end, "ethnicity",
    "n" AS "added a0"
  FROM grain_staff)
GROUP BY GROUPING SETS (
  (unit, period_end),
  (unit, period_end, "ethnicity"));

-- staff rolled up
SELECT u.ancestor AS unit, p.type, p.start, p."end", t.breakdown, t."group", sum(t."a0") AS "a0"
FROM tallied t
JOIN units u ON u.unit = t.unit AND u.period_end = t.period_end
JOIN parts p ON p.period_end = t.period_end
GROUP BY u.ancestor, p.type, p.start, p."end", t.breakdown, t."group";

-- staff with a row for everything
SELECT c.unit, c.type, c.start, c."end", c.missing, g.breakdown, g."group", CASE WHEN c.missing = 0 THEN coalesce(r."a0", 0) END AS "a0"
FROM cells c CROSS JOIN groups g
LEFT JOIN rolled r ON r.unit = c.unit AND r.type = c.type AND r.start = c.start AND r."end" = c."end" AND r.breakdown = g.breakdown AND r."group" = g."group"
ORDER BY c.unit, c.type, c."end", g.place;

-- the finest grain of people
SELECT unit, period_end, "ethnicity", sum("people") AS n
FROM rows_of_people
GROUP BY unit, period_end, "ethnicity";

-- the tallies of people
SELECT unit, period_end,
  CASE WHEN GROUPING("ethnicity") = 0 THEN 'ethnicity' ELSE '' END AS breakdown,
  coalesce("ethnicity", 'All') AS "group",
  sum("added a0") AS "a0"
FROM (
  SELECT unit, period_end, "ethnicity",
    "n" AS "added a0"
  FROM grain_people)
GROUP BY GROUPING SETS (
  (unit, period_end),
  (unit, period_end, "ethnicity"));

-- people rolled up
SELECT u.ancestor AS unit, p.type, p.start, p."end", t.breakdown, t."group", sum(t."a0") AS "a0"
FROM tallied t
JOIN units u ON u.unit = t.unit AND u.period_end = t.period_end
JOIN parts p ON p.period_end = t.period_end
GROUP BY u.ancestor, p.type, p.start, p."end", t.breakdown, t."group";

-- people with a row for everything
SELECT c.unit, c.type, c.start, c."end", c.missing, g.breakdown, g."group", CASE WHEN c.missing = 0 THEN coalesce(r."a0", 0) END AS "a0"
FROM cells c CROSS JOIN groups g
LEFT JOIN rolled r ON r.unit = c.unit AND r.type = c.type AND r.start = c.start AND r."end" = c."end" AND r.breakdown = g.breakdown AND r."group" = g."group"
ORDER BY c.unit, c.type, c."end", g.place;
