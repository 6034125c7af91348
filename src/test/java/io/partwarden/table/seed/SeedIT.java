package io.partwarden.table.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.partwarden.testing.Answer;
import io.partwarden.testing.Client;
import io.partwarden.testing.PostgresServer;
import io.partwarden.testing.Service;
import io.partwarden.testing.ServiceTest;
import io.partwarden.testing.TestDatabase;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The bodies are those of the predecessor's README, but for host and port. */
@ServiceTest
class SeedIT {

    private static final TestDatabase DATABASE = PostgresServer.latest().newDatabase();

    private final Client client;
    private final TestDatabase database = DATABASE;

    SeedIT(Service service) {
        this.client = service.newToken("operator", Map.of());
    }

    @DynamicPropertySource
    static void login(DynamicPropertyRegistry properties) {
        properties.add("partwarden.seed-api.username", DATABASE::username);
        properties.add("partwarden.seed-api.password", DATABASE::password);
    }

    @Test
    void theReadmesCallsWorkAsWritten() {
        String definition = """
                {"table_name": "measurement", "partition_type": "range", "partition_column": "log_date",
                 "db_connection": %s,
                 "attributes": {"city_id": "int not null", "log_date": "date not null", "peak_temp": "int", "unit_sales": "int"}}
                """.formatted(connection());
        String partition = """
                {"table_name": "measurement_y2006m03", "parent_table_name": "measurement", "partition_type": "range",
                 "from_value": "2006-03-01", "to_value": "2006-04-01", "db_connection": %s}
                """.formatted(connection());

        Answer defined = client.post("/api/define_table", definition);
        assertThat(defined.status()).as(defined.toString()).isEqualTo(201);
        assertThat(defined.body()).isEqualTo("{\"message\":\"success\"}");
        Answer made = client.post("/api/create_range_partition", partition);
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(made.body()).isEqualTo("{\"message\":\"success\"}");

        assertThat(client.post("/api/define_table", definition).status()).isEqualTo(200);
        assertThat(client.post("/api/create_range_partition", partition).status())
                .isEqualTo(200);
        Answer differs = client.post(
                "/api/define_table", definition.replace("\"peak_temp\": \"int\"", "\"peak_temp\": \"text\""));
        assertThat(differs.status()).isEqualTo(409);
        assertThat(differs.json().get("message").has("table_name")).isTrue();
        Answer overlap = client.post(
                "/api/create_range_partition",
                partition.replace("measurement_y2006m03", "other").replace("2006-04-01", "2006-03-15"));
        assertThat(overlap.status()).as(overlap.toString()).isEqualTo(409);
        assertThat(overlap.json().get("message").has("from_value")).isTrue();
        assertThat(database.query(
                        "SELECT attnotnull FROM pg_attribute WHERE attrelid = 'measurement'::regclass AND attname"
                                + " = 'city_id'"))
                .containsExactly("t");
    }

    @Test
    void hashAndListWorkToo() {
        for (String type : new String[] {"hash", "list"}) {
            assertThat(client.post(
                                    "/api/define_table",
                                    "{\"table_name\":\"by_" + type + "\",\"partition_type\":\"" + type
                                            + "\",\"partition_column\":\"k\",\"attributes\":{\"k\":\"int\"},\"db_connection\":"
                                            + connection() + "}")
                            .status())
                    .isEqualTo(201);
        }
        Answer hash = client.post(
                "/api/create_hash_partition",
                "{\"table_name\":\"h0\",\"parent_table_name\":\"by_hash\",\"modulus\":2,\"remainder\":0,\"db_connection\":"
                        + connection() + "}");
        assertThat(hash.status()).as(hash.toString()).isEqualTo(201);
        Answer list = client.post(
                "/api/create_list_partition",
                "{\"table_name\":\"l1\",\"parent_table_name\":\"by_list\",\"values\":[1,\"2\"],\"db_connection\":"
                        + connection() + "}");
        assertThat(list.status()).as(list.toString()).isEqualTo(201);
    }

    @Test
    void mistakesAreNamedByField() {
        Answer missing = client.post("/api/create_range_partition", "{\"table_name\": 5}");
        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.code()).isEqualTo("invalid-request");
        assertThat(missing.json().get("message").get("table_name").get(0).asString())
                .isEqualTo("Not a valid string.");
        assertThat(missing.json().get("message").get("from_value").get(0).asString())
                .isEqualTo("Missing data for required field.");
        Answer type = client.post(
                "/api/define_table",
                "{\"table_name\":\"bad\",\"partition_type\":\"range\",\"partition_column\":\"k\",\"attributes\":{\"k\":\"int;"
                        + " drop table x\"},\"db_connection\":" + connection() + "}");
        assertThat(type.status()).as(type.toString()).isEqualTo(400);
        assertThat(type.json().get("message").get("attributes").has("k")).isTrue();
        Answer parent = client.post(
                "/api/create_hash_partition",
                "{\"table_name\":\"h0\",\"parent_table_name\":\"nobody\",\"modulus\":2,\"remainder\":0,\"db_connection\":"
                        + connection() + "}");
        assertThat(parent.status()).as(parent.toString()).isEqualTo(404);
        assertThat(parent.json().get("message").has("parent_table_name")).isTrue();
    }

    /** Taking it apart first would keep a core busy for minutes, and this client from its answer. */
    @Test
    void anEndlessAttributeIsRefusedForItsLengthAlone() {
        Answer refused = client.post(
                "/api/define_table",
                "{\"table_name\":\"bad\",\"partition_type\":\"range\",\"partition_column\":\"k\",\"attributes\":{\"k\":\"x"
                        + " ".repeat(900_000) + "y\"},\"db_connection\":" + connection() + "}");

        assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
        assertThat(refused.json()
                        .get("message")
                        .get("attributes")
                        .get("k")
                        .get(0)
                        .asString())
                .isEqualTo("Longer than maximum length 300.");
    }

    @Test
    void noOtherHostIsReached() {
        Answer refused = client.post(
                "/api/create_hash_partition",
                "{\"table_name\":\"h0\",\"parent_table_name\":\"t\",\"modulus\":2,\"remainder\":0,\"db_connection\":"
                        + "{\"host_name\":\"203.0.113.7\",\"port_number\":5432,\"db_name\":\"x\"}}");

        assertThat(refused.status()).as(refused.toString()).isEqualTo(403);
        assertThat(refused.code()).isEqualTo("target-not-allowed");
        assertThat(refused.json().get("message").has("db_connection")).isTrue();
    }

    private String connection() {
        return "{\"host_name\": \"localhost\", \"port_number\": "
                + database.server().port() + ", \"db_name\": \"" + database.name() + "\"}";
    }
}
