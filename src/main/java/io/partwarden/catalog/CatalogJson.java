package io.partwarden.catalog;

import io.partwarden.partition.KeyFamily;
import io.partwarden.sql.QualifiedName;
import io.partwarden.sql.SqlType;
import io.partwarden.sql.TextRefusedException;
import io.partwarden.sql.TypeText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** The nested answers of catalog queries: one JSON document spares a round trip for each list in it. */
final class CatalogJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private static final Map<String, KeyFamily> FAMILIES = Map.of(
            "int2", KeyFamily.INTEGER,
            "int4", KeyFamily.INTEGER,
            "int8", KeyFamily.INTEGER,
            "numeric", KeyFamily.NUMERIC,
            "date", KeyFamily.DATE,
            "timestamp", KeyFamily.TIMESTAMP,
            "timestamptz", KeyFamily.TIMESTAMPTZ);

    private CatalogJson() {}

    static <T> T read(String json, Class<T> as) {
        return MAPPER.readValue(json, as);
    }

    /** A relation's or type's name. */
    record Name(String schema, String name) {
        QualifiedName qualified() {
            return QualifiedName.of(schema, name);
        }
    }

    /**
     * A type with its modifiers.
     *
     * @param element an array's element type, else the type itself
     * @param formatted format_type of it
     */
    record Type(Name element, boolean array, String formatted) {
        SqlType sqlType() {
            return new SqlType(element.qualified(), modifiers(), array, formatted);
        }

        private List<Integer> modifiers() {
            try {
                return TypeText.parse(formatted).modifiers();
            } catch (TextRefusedException e) {
                // An extension's modifiers can be words, as in geometry(Point,4326): its values are read without them.
                return List.of();
            }
        }
    }

    /** The arithmetic of a base type, which a domain's chain ends in. */
    static KeyFamily family(@Nullable Name base) {
        return base != null && base.schema().equals("pg_catalog")
                ? FAMILIES.getOrDefault(base.name(), KeyFamily.OTHER)
                : KeyFamily.OTHER;
    }
}
