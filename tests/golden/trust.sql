-- the finest grain of survey
SELECT unit, period_end, "force_share", "question", "share", count(*) AS n
FROM rows_of_survey
GROUP BY unit, period_end, "force_share", "question", "share";

-- the values
WITH own AS (
SELECT unit, period_end, min("share") AS value, count(DISTINCT "share") AS times
FROM grain_survey
WHERE ("question" = 'Trust')
GROUP BY unit, period_end
), repeated AS (
SELECT 'FORCE' AS unit, period_end, min("force_share") AS value, count(DISTINCT "force_share") AS times
FROM grain_survey
WHERE ("question" = 'Trust')
GROUP BY period_end
)
SELECT * FROM own UNION ALL SELECT * FROM repeated r WHERE value IS NOT NULL AND NOT EXISTS (SELECT 1 FROM own o WHERE o.unit = r.unit AND o.period_end = r.period_end);
