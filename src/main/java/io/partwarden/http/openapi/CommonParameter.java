package io.partwarden.http.openapi;

import io.partwarden.http.PageRequest;
import io.swagger.v3.oas.models.media.BooleanSchema;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.PathParameter;
import io.swagger.v3.oas.models.parameters.QueryParameter;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parameter that means the same wherever it stands: its schema, what it does, and a value that works. */
record CommonParameter(
        Schema<?> schema, String description, @Nullable Object example) {

    private static final Map<String, CommonParameter> QUERY = Map.ofEntries(
            Map.entry(
                    "limit",
                    new CommonParameter(
                            new IntegerSchema()
                                    ._default(PageRequest.DEFAULT_LIMIT)
                                    .minimum(BigDecimal.ONE)
                                    .maximum(BigDecimal.valueOf(PageRequest.MAX_LIMIT)),
                            "The most items that a page has.",
                            PageRequest.DEFAULT_LIMIT)),
            Map.entry("cursor", text("The `next` of the page before; leave it out for the first page.", null)),
            Map.entry(
                    "dry_run",
                    new CommonParameter(
                            new BooleanSchema()._default(false),
                            "Answers 200 with the plan and changes nothing; with `Accept: application/sql`, the plan as a script.",
                            null)),
            Map.entry(
                    "plan_fingerprint",
                    text(
                            "Applies just the plan with this fingerprint, as a dry run showed it, else 409 `stale-plan`.",
                            null)),
            Map.entry(
                    "confirm",
                    text("The name of the table or partition that goes; `plan_fingerprint` stands in.", null)),
            Map.entry(
                    "now",
                    new CommonParameter(
                            new StringSchema().format("date-time"), "Moves the clock; in dry runs only.", null)));

    private static final Map<String, String> QUERY_DESCRIPTIONS = Map.of(
            "actor", "Only changes by this token.",
            "target", "Only what concerns this target.",
            "table", "Only what concerns this table, as `schema.table`.",
            "since", "Only what happened at or after this time.",
            "schema", "The partition's schema; its table's unless given.",
            "mode", "`detach` (the table stays, with its rows; the default) or `drop` (the rows go).");

    private static final Map<String, CommonParameter> PATH = Map.of(
            "target", text("The name of a target.", "local"),
            "schema", text("The schema, percent-encoded.", "public"),
            "table", text("The table, percent-encoded.", "measurements"),
            "name", text("The name, percent-encoded.", "measurements_p202601"),
            "table_id", text("The table's `id`, for names that a path cannot carry.", "bG9jYWw6MTYzODU"),
            "partition_id", text("The partition's `id`.", "bG9jYWw6MTYzOTE"),
            "run_id", text("The run's `id`.", "5f0c6d0e-6f3b-4a53-9d0e-0b6a5d9c2f11"));

    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final int LONGEST_KEY = 255;

    private static CommonParameter text(String description, @Nullable String example) {
        return new CommonParameter(new StringSchema(), description, example);
    }

    static boolean isQuery(String name) {
        return QUERY.containsKey(name);
    }

    /** For a query parameter that its controller declares without a word. */
    static void describeQuery(Parameter parameter) {
        if (parameter.getDescription() == null && "query".equals(parameter.getIn())) {
            parameter.setDescription(QUERY_DESCRIPTIONS.get(parameter.getName()));
        }
    }

    static Parameter query(String name) {
        CommonParameter common = QUERY.get(name);
        if (common == null) {
            throw new IllegalStateException("Say what the query parameter " + name + " is");
        }
        return common.fill(new QueryParameter().name(name));
    }

    /** The path variable as declared, if it is, with what is known of its name. */
    static Parameter path(String name, @Nullable Parameter declared) {
        CommonParameter common = PATH.get(name);
        if (common == null && declared == null) {
            throw new IllegalStateException("Say what the path variable " + name + " is");
        }
        Parameter parameter = declared == null ? new PathParameter().name(name) : declared;
        return common == null || parameter.getDescription() != null ? parameter : common.fill(parameter);
    }

    static Parameter ifMatch() {
        return text("The `etag` of the document that is replaced; absent to create one.", null)
                .fill(new HeaderParameter().name("If-Match"));
    }

    static Parameter idempotencyKey() {
        return new CommonParameter(
                        new StringSchema().minLength(1).maxLength(LONGEST_KEY),
                        "A key of the client's making; for 24 hours the same request with it is answered alike.",
                        null)
                .fill(new HeaderParameter().name(IDEMPOTENCY_KEY));
    }

    static Parameter prefer() {
        return text("`wait` makes every attempt at a lock rather than the first three.", null)
                .fill(new HeaderParameter().name("Prefer"));
    }

    private Parameter fill(Parameter parameter) {
        Parameter filled = parameter.schema(schema).description(description);
        return example == null ? filled : filled.example(example);
    }
}
