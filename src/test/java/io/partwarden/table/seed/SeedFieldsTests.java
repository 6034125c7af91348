package io.partwarden.table.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.partwarden.shared.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class SeedFieldsTests {

    @Test
    void readsEveryKindOfField() {
        SeedFields fields = fields("""
                {"name": "m", "port": "5432", "from": 7, "values": ["a", 1], "attributes": {"b": "int", "a": "date"},
                 "ignored": []}""");

        assertThat(fields.text("name")).isEqualTo("m");
        assertThat(fields.integer("port")).isEqualTo(5432);
        assertThat(fields.scalar("from")).isEqualTo("7");
        assertThat(fields.scalars("values")).containsExactly("a", "1");
        assertThat(fields.texts("attributes")).containsExactly(Map.entry("b", "int"), Map.entry("a", "date"));
        fields.check();
    }

    @Test
    void namesEveryBadFieldWithItsMessages() {
        SeedFields fields = fields("{\"table\": 5, \"modulus\": \"x\", \"remainder\": 1.5, \"db\": {\"host\": null}}");
        fields.text("table");
        fields.text("parent");
        fields.integer("modulus");
        fields.integer("remainder");
        SeedFields db = fields.object("db");
        db.text("host");
        db.integer("port");
        fields.object("attributes").text("never asked for");

        Problem problem = catchThrowableOfType(Problem.class, fields::check);

        assertThat(problem.extras().get("message"))
                .isEqualTo(Map.of(
                        "table", List.of("Not a valid string."),
                        "parent", List.of("Missing data for required field."),
                        "modulus", List.of("Not a valid integer."),
                        "remainder", List.of("Not a valid integer."),
                        "attributes", List.of("Missing data for required field."),
                        "db",
                                Map.of(
                                        "host", List.of("Field may not be null."),
                                        "port", List.of("Missing data for required field."))));
        assertThat(problem.errors()).extracting(e -> e.field()).contains("db.host", "db.port", "parent");
    }

    @Test
    void aBodyThatIsNoObjectIsOneMistake() {
        SeedFields fields = fields("[1]");
        fields.text("table");

        Problem problem = catchThrowableOfType(Problem.class, fields::check);

        assertThat(problem.extras().get("message")).isEqualTo(Map.of("_schema", List.of("Invalid input type.")));
    }

    private static SeedFields fields(String body) {
        return new SeedFields(JsonMapper.shared().readTree(body));
    }
}
