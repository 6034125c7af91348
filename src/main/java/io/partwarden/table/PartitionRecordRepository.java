package io.partwarden.table;

import io.partwarden.partition.Partition;
import io.partwarden.shared.DatabaseTime;
import io.partwarden.sql.QualifiedName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What we know of partitions beyond their catalog: that we made them, and which detaches we began. */
@Repository
class PartitionRecordRepository {

    private static final String CREATED = """
            INSERT INTO partwarden.partition_record (target, oid, parent_oid, schema_name, relation_name, created_at, created_by)
            SELECT :target, made.oid, :parent_oid, made.schema_name, made.relation_name, :at, :by
              FROM unnest(CAST(:oids AS bigint[]), CAST(:schemas AS text[]), CAST(:names AS text[]))
                   AS made(oid, schema_name, relation_name)
                ON CONFLICT (target, oid) DO UPDATE
               SET parent_oid = excluded.parent_oid, schema_name = excluded.schema_name,
                   relation_name = excluded.relation_name, created_at = excluded.created_at,
                   created_by = excluded.created_by, detach_started_at = NULL, detached_at = NULL,
                   bound = NULL, detached_by = NULL,
                   drop_grace = NULL, drop_needs_archive = NULL, drop_after = NULL, detached_xmin = NULL
            """;

    private static final String DETACH_STARTED = """
            INSERT INTO partwarden.partition_record (target, oid, parent_oid, schema_name, relation_name, detach_started_at, bound,
                                                     detached_by, drop_grace, drop_needs_archive)
            VALUES (:target, :oid, :parent_oid, :schema, :name, :at, :bound, :by, CAST(:grace AS interval), :needs_archive)
                ON CONFLICT (target, oid) DO UPDATE
               SET created_at = CASE WHEN partition_record.schema_name = excluded.schema_name
                                      AND partition_record.relation_name = excluded.relation_name
                                     THEN partition_record.created_at END,
                   parent_oid = excluded.parent_oid, schema_name = excluded.schema_name,
                   relation_name = excluded.relation_name, detach_started_at = excluded.detach_started_at,
                   detached_at = NULL, bound = excluded.bound, drop_grace = excluded.drop_grace,
                   drop_needs_archive = excluded.drop_needs_archive, drop_after = NULL, detached_xmin = NULL,
                   detached_by = CASE WHEN partition_record.detach_started_at IS NOT NULL
                                       AND partition_record.detached_at IS NULL
                                       AND partition_record.schema_name = excluded.schema_name
                                       AND partition_record.relation_name = excluded.relation_name
                                      THEN partition_record.detached_by ELSE excluded.detached_by END
            """;

    private static final String DETACHED = """
            UPDATE partwarden.partition_record
               SET detached_at = :at, drop_after = CAST(:at AS timestamptz) + drop_grace, detached_xmin = :xmin
             WHERE target = :target AND oid = :oid
            """;

    private static final String DETACHED_UNSEEN = """
            UPDATE partwarden.partition_record SET detached_at = :at
             WHERE target = :target AND oid = :oid AND detach_started_at IS NOT NULL AND detached_at IS NULL
            """;

    private static final String REWRITTEN = """
            UPDATE partwarden.partition_record SET detached_xmin = :xmin
             WHERE target = :target AND oid = :oid AND detached_xmin = :before
            """;

    private static final String MOVED = """
            UPDATE partwarden.partition_record SET schema_name = :schema, relation_name = :name
             WHERE target = :target AND oid = :oid
            """;

    private static final String DETACH_GIVEN_UP = """
            UPDATE partwarden.partition_record
               SET detach_started_at = NULL, detached_at = NULL, bound = NULL, detached_by = NULL,
                   drop_grace = NULL, drop_needs_archive = NULL, drop_after = NULL, detached_xmin = NULL
             WHERE target = :target AND oid = :oid
            """;

    private static final String DROPPED = """
            DELETE FROM partwarden.partition_record WHERE target = :target AND oid = :oid
            """;

    private static final String FIND = """
            SELECT oid, parent_oid, schema_name, relation_name, created_at, detach_started_at, detached_at, bound,
                   detached_by, extract(epoch FROM drop_grace)::bigint AS grace_seconds, drop_needs_archive, drop_after,
                   detached_xmin
              FROM partwarden.partition_record
             WHERE target = :target AND oid = :oid
            """;

    private static final String DETACHES = """
            SELECT oid, parent_oid, schema_name, relation_name, created_at, detach_started_at, detached_at, bound,
                   detached_by, extract(epoch FROM drop_grace)::bigint AS grace_seconds, drop_needs_archive, drop_after,
                   detached_xmin
              FROM partwarden.partition_record
             WHERE target = :target AND detach_started_at IS NOT NULL
             ORDER BY parent_oid, detach_started_at, oid
            """;

    private static final String OF_PARENT = """
            SELECT oid, parent_oid, schema_name, relation_name, created_at, detach_started_at, detached_at, bound,
                   detached_by, extract(epoch FROM drop_grace)::bigint AS grace_seconds, drop_needs_archive, drop_after,
                   detached_xmin
              FROM partwarden.partition_record
             WHERE target = :target AND parent_oid = :parent_oid
            """;

    private final JdbcClient jdbc;
    private final DatabaseTime time;

    PartitionRecordRepository(JdbcClient jdbc, DatabaseTime time) {
        this.jdbc = jdbc;
        this.time = time;
    }

    void created(String target, long parentOid, List<Partition> partitions, String by) {
        jdbc.sql(CREATED)
                .param("target", target)
                .param("parent_oid", parentOid)
                .param("at", now())
                .param("by", by)
                .param("oids", partitions.stream().map(Partition::oid).toArray(Long[]::new))
                .param("schemas", texts(partitions, p -> p.name().schema().value()))
                .param("names", texts(partitions, p -> p.name().name().value()))
                .update();
    }

    /**
     * Where a detach that was interrupted goes on, it stays whose it was.
     *
     * @param intention null if it is detached to stay
     */
    void detachStarted(
            String target, long parentOid, Partition partition, String by, @Nullable DropIntention intention) {
        jdbc.sql(DETACH_STARTED)
                .param("target", target)
                .param("oid", partition.oid())
                .param("parent_oid", parentOid)
                .param("schema", partition.name().schema().value())
                .param("name", partition.name().name().value())
                .param("at", now())
                .param("bound", partition.boundSql())
                .param("by", by)
                .param("grace", intention == null ? null : intention.grace().toString())
                .param("needs_archive", intention == null ? null : intention.needsArchive())
                .update();
    }

    /**
     * We ran the detach and saw its end.
     *
     * @param xmin of the table's row of pg_class
     */
    void detached(String target, long oid, String xmin) {
        jdbc.sql(DETACHED)
                .param("target", target)
                .param("oid", oid)
                .param("at", now())
                .param("xmin", xmin)
                .update();
    }

    /** It has ended, who knows how: its table stays, unless its end is on record already. */
    void detachedUnseen(String target, long oid) {
        jdbc.sql(DETACHED_UNSEEN)
                .param("target", target)
                .param("oid", oid)
                .param("at", now())
                .update();
    }

    /** We have changed a detached table of ours; nothing happens unless it was as we left it before. */
    void rewritten(String target, long oid, String before, String xmin) {
        jdbc.sql(REWRITTEN)
                .param("target", target)
                .param("oid", oid)
                .param("before", before)
                .param("xmin", xmin)
                .update();
    }

    /** A detached table of ours has another name now. */
    void moved(String target, long oid, QualifiedName name) {
        jdbc.sql(MOVED)
                .param("target", target)
                .param("oid", oid)
                .param("schema", name.schema().value())
                .param("name", name.name().value())
                .update();
    }

    /** It never began on the target, or was undone: a detach found later would not be ours. */
    void detachGivenUp(String target, long oid) {
        jdbc.sql(DETACH_GIVEN_UP).param("target", target).param("oid", oid).update();
    }

    void dropped(String target, long oid) {
        jdbc.sql(DROPPED).param("target", target).param("oid", oid).update();
    }

    Optional<PartitionRecord> find(String target, long oid) {
        return jdbc.sql(FIND)
                .param("target", target)
                .param("oid", oid)
                .query(PartitionRecordRepository::record)
                .optional();
    }

    /** By oid. An oid may have been given to another table since: compare the name too. */
    Map<Long, PartitionRecord> ofParent(String target, long parentOid) {
        return jdbc
                .sql(OF_PARENT)
                .param("target", target)
                .param("parent_oid", parentOid)
                .query(PartitionRecordRepository::record)
                .list()
                .stream()
                .collect(Collectors.toMap(PartitionRecord::oid, Function.identity()));
    }

    /** Those whose detach we began, of every table, by table and time. */
    List<PartitionRecord> detaches(String target) {
        return jdbc.sql(DETACHES)
                .param("target", target)
                .query(PartitionRecordRepository::record)
                .list();
    }

    private OffsetDateTime now() {
        return time.now().atOffset(ZoneOffset.UTC);
    }

    private static String[] texts(List<Partition> partitions, Function<Partition, String> text) {
        return partitions.stream().map(text).toArray(String[]::new);
    }

    private static PartitionRecord record(ResultSet row, int number) throws SQLException {
        return new PartitionRecord(
                row.getLong("oid"),
                row.getLong("parent_oid"),
                QualifiedName.of(row.getString("schema_name"), row.getString("relation_name")),
                instant(row, "created_at"),
                instant(row, "detach_started_at"),
                instant(row, "detached_at"),
                row.getString("bound"),
                row.getString("detached_by"),
                drop(row));
    }

    private static PartitionRecord.@Nullable Drop drop(ResultSet row) throws SQLException {
        long grace = row.getLong("grace_seconds");
        if (row.wasNull()) {
            return null;
        }
        return new PartitionRecord.Drop(
                new DropIntention(Duration.ofSeconds(grace), row.getBoolean("drop_needs_archive")),
                instant(row, "drop_after"),
                row.getString("detached_xmin"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
