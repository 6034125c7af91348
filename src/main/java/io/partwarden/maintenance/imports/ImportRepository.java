package io.partwarden.maintenance.imports;

import io.partwarden.maintenance.ManagedName;
import io.partwarden.maintenance.imports.Imported.Seen;
import io.partwarden.sql.QualifiedName;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Which tables were imported from where, and what they were then. */
@Repository
class ImportRepository {

    private static final String COLUMNS = """
            SELECT target, schema_name, table_name, tool, since, partitions::text AS partitions, switched_off, switched_off_below
              FROM partwarden.imported_table
            """;

    private static final String FIND =
            COLUMNS + " WHERE target = :target AND schema_name = :schema AND table_name = :table";

    private static final String OF_TARGET = COLUMNS + """
             WHERE target = :target AND tool = :tool ORDER BY schema_name COLLATE "C", table_name COLLATE "C"
            """;

    private static final String PUT = """
            INSERT INTO partwarden.imported_table
                   (target, schema_name, table_name, tool, since, partitions, switched_off, switched_off_below)
            VALUES (:target, :schema, :table, :tool, :since, CAST(:partitions AS jsonb), CAST(:off AS text[]),
                    CAST(:off_below AS text[]))
            ON CONFLICT (target, schema_name, table_name) DO UPDATE
               SET tool = excluded.tool, since = excluded.since, partitions = excluded.partitions,
                   switched_off = excluded.switched_off, switched_off_below = excluded.switched_off_below
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ImportRepository(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    Optional<Imported> find(ManagedName name) {
        return jdbc.sql(FIND)
                .param("target", name.target())
                .param("schema", name.table().schema().value())
                .param("table", name.table().name().value())
                .query(this::imported)
                .optional();
    }

    List<Imported> ofTarget(String target, String tool) {
        return jdbc.sql(OF_TARGET)
                .param("target", target)
                .param("tool", tool)
                .query(this::imported)
                .list();
    }

    void put(Imported imported) {
        jdbc.sql(PUT)
                .param("target", imported.name().target())
                .param("schema", imported.name().table().schema().value())
                .param("table", imported.name().table().name().value())
                .param("tool", imported.tool())
                .param("since", imported.since().atOffset(ZoneOffset.UTC))
                .param("partitions", json.writeValueAsString(imported.partitions()))
                .param("off", imported.switchedOff().toArray(String[]::new))
                .param("off_below", imported.switchedOffBelow().toArray(String[]::new))
                .update();
    }

    private Imported imported(ResultSet row, int number) throws SQLException {
        return new Imported(
                new ManagedName(
                        row.getString("target"),
                        QualifiedName.of(row.getString("schema_name"), row.getString("table_name"))),
                row.getString("tool"),
                row.getObject("since", OffsetDateTime.class).toInstant(),
                List.of(json.readValue(row.getString("partitions"), Seen[].class)),
                texts(row.getArray("switched_off")),
                texts(row.getArray("switched_off_below")));
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
