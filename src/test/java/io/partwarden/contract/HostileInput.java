package io.partwarden.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests that nobody means well with; the same seed makes the same ones. */
final class HostileInput {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\u0000",
            "a\u0000b",
            "\u001b[31m",
            "\u007f",
            "a\"; drop table x; --",
            "'; select pg_sleep(10); --",
            "$$",
            "\\",
            "..",
            "../../etc/passwd",
            "a/b",
            "%00",
            "%",
            "{{7*7}}",
            "${jndi:ldap://127.0.0.1/a}",
            "<script>alert(1)</script>",
            "select",
            "pg_catalog",
            "straße",
            "\uD83D\uDC18",
            "\u202Eevil",
            "e\u0301",
            "x".repeat(63),
            "x".repeat(64),
            "\u00fc".repeat(32),
            "x".repeat(5_000),
            "-1",
            "NaN",
            "infinity",
            "2026-02-30",
            "2026-01-01T00:00:00Z",
            "294277-01-01",
            "99999999999999999999",
            "true",
            "null");

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e3",
            "1e999",
            "2147483648",
            "99999999999999999999999999999999999999",
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "{\"a\":{\"b\":{}}}",
            "{\"minvalue\":true}",
            "{\"minvalue\":false,\"maxvalue\":true}",
            "[" + "1,".repeat(1_500) + "1]");

    private static final List<String> BODIES = List.of(
            "",
            " ",
            "{",
            "}",
            "[]",
            "[1,2]",
            "null",
            "true",
            "0",
            "\"text\"",
            "{\"a\":1,\"a\":2}",
            "{} {}",
            "{\"a\":NaN}",
            "{'a':1}",
            "\uFEFF{}",
            "{\"\\ud800\":\"\\udc00\"}",
            "[".repeat(3_000),
            "{\"a\":".repeat(900) + "1" + "}".repeat(900),
            "1" + "0".repeat(3_000),
            "<xml/>",
            "a=1&b=2");

    private final Random random;

    HostileInput(long seed) {
        this.random = new Random(seed);
    }

    String text() {
        return pick(TEXTS);
    }

    String body() {
        return pick(BODIES);
    }

    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** The valid body with one to three mistakes, as text. */
    String mutated(JsonNode valid) {
        JsonNode body = valid.deepCopy();
        for (int mistakes = 1 + random.nextInt(3); mistakes > 0; mistakes--) {
            List<JsonNode> containers = new ArrayList<>();
            collect(body, containers);
            mistake(pick(containers));
        }
        return JSON.writeValueAsString(body);
    }

    private void mistake(JsonNode container) {
        if (container instanceof ObjectNode object) {
            List<String> names = List.copyOf(object.propertyNames());
            if (names.isEmpty() || oneIn(6)) {
                object.set(oneIn(2) ? "unexpected" : text(), value());
            } else if (oneIn(4)) {
                object.remove(pick(names));
            } else {
                object.set(pick(names), value());
            }
        } else if (container instanceof ArrayNode array) {
            if (array.isEmpty() || oneIn(3)) {
                array.add(value());
            } else {
                array.set(random.nextInt(array.size()), value());
            }
        }
    }

    private JsonNode value() {
        return oneIn(2) ? JSON.getNodeFactory().stringNode(text()) : JSON.readTree(pick(VALUES));
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainer()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }
}
