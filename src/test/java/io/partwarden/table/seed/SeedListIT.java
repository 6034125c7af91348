package io.partwarden.table.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.shared.PartwardenHome;
import io.partwarden.testing.Answer;
import io.partwarden.testing.Client;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import io.partwarden.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.JsonNode;

/** The lists of go_partman's page, without what was wrong with them. */
@ServiceTest
@TestPropertySource(properties = "partwarden.seed-api.default-target=seed-lists")
class SeedListIT {

    private static final TestDatabase DATABASE = PostgresServer.latest().newDatabase();

    private final Service service;
    private final Path home;
    private final Client client;

    SeedListIT(Service service, PartwardenHome home) {
        this.service = service;
        this.home = home.home();
        this.client = service.newToken("viewer", Map.of());
    }

    @BeforeEach
    void target() throws IOException {
        Files.writeString(Files.createDirectories(home.resolve("secrets")).resolve("seed-lists"), DATABASE.password());
        Answer made = service.admin()
                .put(
                        "/api/v1/targets/seed-lists",
                        Map.of(
                                "host", "127.0.0.1",
                                "port", DATABASE.server().port(),
                                "database", DATABASE.name(),
                                "username", DATABASE.username(),
                                "password_ref", "file:seed-lists"));
        assertThat(made.status()).as(made.toString()).isIn(200, 201);
        DATABASE.execute(
                "DROP TABLE IF EXISTS public.logs, public.logs_other",
                "CREATE TABLE public.logs (at date NOT NULL) PARTITION BY RANGE (at)",
                "CREATE TABLE public.logs_a PARTITION OF public.logs FOR VALUES FROM (MINVALUE) TO ('2026-01-01')",
                "CREATE TABLE public.logs_b PARTITION OF public.logs FOR VALUES FROM ('2026-01-01') TO ('2026-01-02')",
                "CREATE TABLE public.\"Logs C\" PARTITION OF public.logs FOR VALUES FROM ('2026-01-02') TO ('2026-01-03')",
                "CREATE TABLE public.logs_other (at date NOT NULL) PARTITION BY RANGE (at)",
                "CREATE TABLE public.logs_other_a PARTITION OF public.logs_other FOR VALUES FROM ('2026-01-01') TO ('2026-01-02')",
                "INSERT INTO public.logs VALUES ('2026-01-01')",
                "ANALYZE public.logs_b");
    }

    @Test
    void tablesAreListedByTheCatalog() {
        JsonNode tables = client.get("/api/tables").json();

        assertThat(tables.toString())
                .isEqualTo(
                        "{\"tables\":[{\"name\":\"logs\",\"schema\":\"public\"},{\"name\":\"logs_other\",\"schema\":\"public\"}]}");
    }

    @Test
    void aTablesPartitionsAreItsOwnAndUnknownRowsAreNull() {
        Answer answer = client.get("/api/partitions?table=logs&schema=public");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        JsonNode list = answer.json().get("partitions");
        assertThat(list).hasSize(3);
        assertThat(list.get(0).get("name").asString()).isEqualTo("logs_a");
        assertThat(list.get(0).get("rows").isNull()).isTrue();
        assertThat(list.get(0).get("range").asString()).isEqualTo("FOR VALUES FROM (MINVALUE) TO ('2026-01-01')");
        assertThat(list.get(0).get("size").asString()).isEqualTo("0 bytes");
        assertThat(list.get(1).get("rows").asInt()).isEqualTo(1);
        assertThat(list.get(1).get("size").asString()).isEqualTo("8192 bytes");
        assertThat(list.get(2).get("name").asString()).isEqualTo("Logs C");
        assertThat(list.get(2).get("total_count").asInt()).isEqualTo(3);
        JsonNode parent = answer.json().get("parent_table");
        assertThat(parent.get("name").asString()).isEqualTo("logs");
        assertThat(parent.get("partition_count").asInt()).isEqualTo(3);
        assertThat(parent.get("total_rows").isNull()).isTrue();
        assertThat(parent.get("total_size_bytes").asLong()).isEqualTo(8192);
    }

    @Test
    void pagesAreCounted() {
        assertThat(names("limit=1&offset=1")).isEqualTo("logs_b");
        assertThat(names("limit=5&offset=1")).isEqualTo("logs_b,Logs C");
        assertThat(names("limit=5&offset=3")).isEmpty();
    }

    @Test
    void mistakesAreRefused() {
        assertThat(client.get("/api/partitions?table=nothing").status()).isEqualTo(404);
        assertThat(client.get("/api/partitions?table=logs&limit=0").status()).isEqualTo(400);
        assertThat(client.get("/api/partitions").status()).isEqualTo(400);
        assertThat(service.anonymous().get("/api/tables").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes",
        "10239, 10239 bytes",
        "10240, 10 kB",
        "10485247, 10239 kB",
        "10485248, 10 MB",
        "1073741824, 1024 MB",
        "109951162777600, 100 TB"
    })
    void sizesAreWrittenAsTheServerWritesThem(long bytes, String text) {
        assertThat(SeedSize.of(bytes)).isEqualTo(text);
        assertThat(DATABASE.query("SELECT pg_size_pretty(" + bytes + "::bigint)"))
                .containsExactly(text);
    }

    private String names(String page) {
        StringBuilder names = new StringBuilder();
        client.get("/api/partitions?table=logs&" + page)
                .json()
                .get("partitions")
                .forEach(partition -> names.append(names.isEmpty() ? "" : ",")
                        .append(partition.get("name").asString()));
        return names.toString();
    }
}
