-- the finest grain of searches
SELECT unit, period_end, "outcome", "vehicle", count(*) AS n
FROM rows_of_searches
GROUP BY unit, period_end, "outcome", "vehicle";

-- the levels
SELECT unit, period_end, min(v) AS value, count(DISTINCT v) AS times
FROM (SELECT unit, period_end, CASE "outcome" WHEN 'No further action' THEN 1 WHEN 'Warning' THEN 2 WHEN 'Arrest' THEN 3 END AS v FROM grain_searches
WHERE ("vehicle" = false))
GROUP BY unit, period_end;
