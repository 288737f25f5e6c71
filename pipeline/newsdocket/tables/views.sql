-- Every amount with who pays, who is paid, and the article that says so.
CREATE VIEW payments AS
SELECT a.article_id, t.published, t.headline, a.id AS amount_id, a.role,
  coalesce(a.value, a.max_value, a.min_value) AS value, a.currency, a.basis, a.per, a.part_of,
  (SELECT group_concat(p.name, '; ') FROM amount_parties AS l
    JOIN parties AS p ON p.article_id = l.article_id AND p.id = l.party_id
    WHERE l.article_id = a.article_id AND l.amount_id = a.id AND l.side = 'payer') AS payer,
  (SELECT group_concat(p.name, '; ') FROM amount_parties AS l
    JOIN parties AS p ON p.article_id = l.article_id AND p.id = l.party_id
    WHERE l.article_id = a.article_id AND l.amount_id = a.id AND l.side = 'payee') AS payee,
  a.words
FROM amounts AS a JOIN articles AS t ON t.article_id = a.article_id;

-- What somebody has to pay by the end of the article: sums only, no rates, and no amount that is part of another one.
CREATE VIEW awards AS
SELECT * FROM payments
WHERE role IN ('awarded', 'settlement', 'fine', 'restitution', 'forfeiture') AND per IS NULL AND part_of IS NULL;

-- Every claim with its sides and how it stands.
CREATE VIEW outcomes AS
SELECT c.article_id, t.published, t.headline, c.id AS claim_id, c.type, c.name, c.statute, c.outcome, c.disposition,
  (SELECT group_concat(p.name, '; ') FROM claim_parties AS l
    JOIN parties AS p ON p.article_id = l.article_id AND p.id = l.party_id
    WHERE l.article_id = c.article_id AND l.claim_id = c.id AND l.side = 'claimant') AS claimant,
  (SELECT group_concat(p.name, '; ') FROM claim_parties AS l
    JOIN parties AS p ON p.article_id = l.article_id AND p.id = l.party_id
    WHERE l.article_id = c.article_id AND l.claim_id = c.id AND l.side = 'respondent') AS respondent
FROM claims AS c JOIN articles AS t ON t.article_id = c.article_id;

-- One line for each article; the court is the one named first.
CREATE VIEW docket AS
SELECT t.article_id, t.published, t.headline,
  (SELECT c.name FROM courts AS c WHERE c.article_id = t.article_id ORDER BY c.first_start LIMIT 1) AS court,
  (SELECT group_concat(p.name, '; ') FROM parties AS p WHERE p.article_id = t.article_id) AS parties,
  (SELECT group_concat(c.name || ': ' || c.outcome, '; ') FROM claims AS c WHERE c.article_id = t.article_id) AS claims,
  (SELECT group_concat(r.type, '; ') FROM relief AS r WHERE r.article_id = t.article_id) AS relief,
  (SELECT count(*) FROM warnings AS w WHERE w.article_id = t.article_id) AS warnings,
  (SELECT count(*) FROM checks AS k WHERE k.article_id = t.article_id AND NOT k.holds) AS failing_checks
FROM articles AS t;

-- What a person should look at: warnings, figures that do not add up, articles without a record.
CREATE VIEW to_review AS
SELECT article_id, code AS reason, message AS detail FROM warnings
UNION ALL
SELECT k.article_id, 'figures do not add up',
  k.kind || ' of ' || (SELECT group_concat(f.figure_id, ', ') FROM check_figures AS f
    WHERE f.article_id = k.article_id AND f.number = k.number AND f.side = 'right')
  || ' differs from ' || (SELECT group_concat(f.figure_id, ', ') FROM check_figures AS f
    WHERE f.article_id = k.article_id AND f.number = k.number AND f.side = 'left')
  || ' by ' || CAST(k.difference AS VARCHAR)
FROM checks AS k WHERE NOT k.holds
UNION ALL
SELECT article_id, 'no record', stage || ': ' || error FROM failures;
