package io.partwarden.table;

/** Where tables and partitions are found: by name, and by id where a path cannot carry the name. */
public final class TablePaths {

    public static final String TABLES = "/api/v1/targets/{target}/tables";
    public static final String BY_NAME = TABLES + "/{schema}/{table}";
    public static final String BY_ID = "/api/v1/tables/{table_id}";
    static final String PARTITION_BY_ID = "/api/v1/partitions/{partition_id}";

    private TablePaths() {}

    static String ofTable(RelationId id) {
        return "/api/v1/tables/" + id.encoded();
    }

    static String ofPartition(RelationId id) {
        return "/api/v1/partitions/" + id.encoded();
    }
}
