package io.partwarden.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.PropertyNamingStrategy;

/** The path of a Java property as the client wrote it: snake_case, or what {@code @JsonProperty} calls a record's component. */
final class JsonPaths {

    private static final PropertyNamingStrategy SNAKE_CASE = PropertyNamingStrategies.SNAKE_CASE;

    private JsonPaths() {}

    static String snakeCase(String javaName) {
        return String.valueOf(SNAKE_CASE.nameForField(null, null, javaName));
    }

    static String of(@Nullable Class<?> root, Path path) {
        StringBuilder json = new StringBuilder();
        Type type = root;
        for (Path.Node node : path) {
            if (node.isInIterable()) {
                json.append(subscript(node));
                type = element(type);
            }
            if (node.getName() == null || node.getKind() != ElementKind.PROPERTY) {
                continue;
            }
            Optional<RecordComponent> component = component(type, node.getName());
            json.append(json.isEmpty() ? "" : ".")
                    .append(component.map(JsonPaths::name).orElseGet(() -> snakeCase(node.getName())));
            type = component.map(RecordComponent::getGenericType).orElse(null);
        }
        return json.isEmpty() ? "body" : json.toString();
    }

    private static String subscript(Path.Node node) {
        if (node.getIndex() != null) {
            return "[" + node.getIndex() + "]";
        }
        return node.getKey() == null ? "" : "." + node.getKey();
    }

    private static Optional<RecordComponent> component(@Nullable Type type, String name) {
        Class<?> owner =
                type instanceof ParameterizedType generic ? raw(generic) : type instanceof Class<?> c ? c : null;
        if (owner == null || !owner.isRecord()) {
            return Optional.empty();
        }
        return Arrays.stream(owner.getRecordComponents())
                .filter(component -> component.getName().equals(name))
                .findAny();
    }

    private static String name(RecordComponent component) {
        // @JsonProperty is not applicable to components; the compiler passes it on to the accessor.
        JsonProperty given = component.getAccessor().getAnnotation(JsonProperty.class);
        return given == null || given.value().isEmpty() ? snakeCase(component.getName()) : given.value();
    }

    private static @Nullable Type element(@Nullable Type container) {
        if (container instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            if (Collection.class.isAssignableFrom(raw(generic))) {
                return arguments[0];
            }
            if (Map.class.isAssignableFrom(raw(generic))) {
                return arguments[1];
            }
        }
        return null;
    }

    private static Class<?> raw(ParameterizedType generic) {
        return (Class<?>) generic.getRawType();
    }
}
