package io.partwarden.maintenance.fleet;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Since when findings stand. */
@Repository
class FindingRepository {

    private static final String FORGET = """
            DELETE FROM partwarden.finding
             WHERE target = ANY (CAST(:targets AS text[])) AND NOT id = ANY (CAST(:ids AS uuid[]))
            """;

    private static final String FORGET_TARGETS = """
            DELETE FROM partwarden.finding WHERE NOT target = ANY (CAST(:targets AS text[]))
            """;

    /** In one order, so that two replicas that note the same ones wait for each other and never both. */
    private static final String NOTE = """
            INSERT INTO partwarden.finding (id, target, first_seen)
            SELECT seen.id, seen.target, :now
              FROM unnest(CAST(:ids AS uuid[]), CAST(:of AS text[])) AS seen(id, target)
             ORDER BY seen.id
                ON CONFLICT DO NOTHING
            """;

    private static final String FIND = """
            SELECT id, first_seen FROM partwarden.finding WHERE target = ANY (CAST(:targets AS text[]))
            """;

    private final JdbcClient jdbc;

    FindingRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Notes what is new, forgets what does not stand any more, and says since when the others do.
     *
     * @param targets that were asked for
     * @param seen those of them whose findings are all there; of the others nothing is forgotten
     * @param standing by id, with its target
     */
    Map<UUID, Instant> firstSeen(
            Collection<String> targets, Collection<String> seen, Map<UUID, String> standing, Instant now) {
        String[] names = targets.toArray(String[]::new);
        UUID[] ids = standing.keySet().toArray(UUID[]::new);
        Map<UUID, Instant> known = find(names);
        if (!known.keySet().equals(standing.keySet())) {
            jdbc.sql(FORGET)
                    .param("targets", seen.toArray(String[]::new))
                    .param("ids", ids)
                    .update();
            jdbc.sql(NOTE)
                    .param("ids", ids)
                    .param("of", standing.values().toArray(String[]::new))
                    .param("now", now.atOffset(ZoneOffset.UTC))
                    .update();
            known = find(names);
        }
        return known;
    }

    /** Forgets those of targets that are gone. */
    void keepOnly(Collection<String> targets) {
        jdbc.sql(FORGET_TARGETS)
                .param("targets", targets.toArray(String[]::new))
                .update();
    }

    private Map<UUID, Instant> find(String[] targets) {
        Map<UUID, Instant> seen = new HashMap<>();
        jdbc.sql(FIND).param("targets", targets).query(row -> {
            seen.put(
                    row.getObject("id", UUID.class),
                    row.getObject("first_seen", OffsetDateTime.class).toInstant());
        });
        return seen;
    }
}
