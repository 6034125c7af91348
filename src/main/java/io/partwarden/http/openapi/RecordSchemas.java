package io.partwarden.http.openapi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import tools.jackson.databind.PropertyNamingStrategies;

/**
 * Makes the schemas say what our JSON is: snake_case names, what is always there, what may be null, and that requests take no
 * unknown field. springdoc reads the records with another JSON library that knows none of it.
 */
@SuppressWarnings("rawtypes") // swagger-models hands out maps of raw schemas.
final class RecordSchemas implements GlobalOpenApiCustomizer {

    private final Supplier<RecordTypes> types;

    RecordSchemas(Supplier<RecordTypes> types) {
        this.types = types;
    }

    @Override
    public void customise(OpenAPI document) {
        Map<String, Schema> schemas = document.getComponents().getSchemas();
        if (schemas == null) {
            return;
        }
        RecordTypes records = types.get();
        records.all().forEach((name, type) -> {
            Schema<?> schema = schemas.get(name);
            if (schema != null && schema.getProperties() != null) {
                describe(schema, type, records.isRequest(name));
            }
        });
    }

    private static void describe(Schema<?> schema, Class<?> type, boolean request) {
        Map<String, Schema> properties = new LinkedHashMap<>();
        Set<String> required = new LinkedHashSet<>();
        collect(schema, type, request, properties, required);
        schema.setProperties(properties);
        schema.setRequired(required.isEmpty() ? null : List.copyOf(required));
        if (request) {
            schema.setAdditionalProperties(false);
        }
    }

    private static void collect(
            Schema<?> schema, Class<?> type, boolean request, Map<String, Schema> properties, Set<String> required) {
        for (RecordComponent component : type.getRecordComponents()) {
            boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                collect(schema, component.getType(), request, properties, nullable ? new HashSet<>() : required);
                continue;
            }
            String name = jsonName(component);
            Schema<?> property = schema.getProperties()
                    .getOrDefault(name, schema.getProperties().get(component.getName()));
            if (property == null) {
                continue;
            }
            boolean leftOut = request || isLeftOutIfNull(component);
            properties.put(name, nullable && !leftOut ? orNull(property) : property);
            if (!nullable || !leftOut) {
                required.add(name);
            }
        }
    }

    private static boolean isLeftOutIfNull(RecordComponent component) {
        JsonInclude own = component.getAccessor().getAnnotation(JsonInclude.class);
        JsonInclude include = own == null ? component.getDeclaringRecord().getAnnotation(JsonInclude.class) : own;
        return include != null && include.value() != JsonInclude.Include.ALWAYS;
    }

    /** The alternative is spelt out where a reference has no type of its own. */
    private static Schema<?> orNull(Schema<?> property) {
        if (property.get$ref() != null) {
            return new Schema<>().anyOf(List.of(property, new Schema<>().types(Set.of("null"))));
        }
        if (property.getTypes() != null) {
            Set<String> types = new LinkedHashSet<>(property.getTypes());
            types.add("null");
            property.setTypes(types);
            if (property.getEnum() != null && !property.getEnum().contains(null)) {
                addNull(property);
            }
        }
        return property;
    }

    private static <T> void addNull(Schema<T> property) {
        List<T> values = new ArrayList<>(property.getEnum());
        values.add(null);
        property.setEnum(values);
    }

    private static String jsonName(RecordComponent component) {
        JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
        return given == null || given.value().isEmpty()
                ? PropertyNamingStrategies.SNAKE_CASE.nameForField(null, null, component.getName())
                : given.value();
    }
}
