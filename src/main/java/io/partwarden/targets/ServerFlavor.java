package io.partwarden.targets;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Whose PostgreSQL it is, told by the roles and settings that each provider documents and every role can see. What is none of
 * them is plain PostgreSQL.
 */
public enum ServerFlavor {
    @JsonProperty("aurora")
    AURORA("aurora_version"),
    @JsonProperty("rds")
    RDS("rds_superuser"),
    @JsonProperty("alloydb")
    ALLOYDB("alloydbsuperuser"),
    @JsonProperty("cloud_sql")
    CLOUD_SQL("cloudsqlsuperuser"),
    @JsonProperty("azure")
    AZURE("azure_pg_admin"),
    @JsonProperty("neon")
    NEON("neon_superuser"),
    @JsonProperty("supabase")
    SUPABASE("supabase_admin"),
    @JsonProperty("aiven")
    AIVEN("avnadmin"),
    @JsonProperty("timescale")
    TIMESCALE("tsdbadmin"),
    @JsonProperty("postgresql")
    POSTGRESQL("");

    private final String mark;

    ServerFlavor(String mark) {
        this.mark = mark;
    }

    /** The names to look for; Aurora's is a function's, the others are roles'. */
    static List<String> marks() {
        return Arrays.stream(values())
                .map(flavor -> flavor.mark)
                .filter(mark -> !mark.isEmpty())
                .toList();
    }

    /** The first that is marked: Aurora also has what RDS has. */
    static ServerFlavor of(Set<String> marksFound) {
        for (ServerFlavor flavor : values()) {
            if (marksFound.contains(flavor.mark)) {
                return flavor;
            }
        }
        return POSTGRESQL;
    }
}
