package io.partwarden.http.openapi;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.method.HandlerMethod;

/** The records that controllers take and answer with, by the names of their schemas. */
final class RecordTypes {

    private static final String OURS = "io.partwarden.";

    private final Map<String, Class<?>> all = new TreeMap<>();
    private final Set<String> requests = new HashSet<>();

    static RecordTypes of(Collection<HandlerMethod> handlers) {
        RecordTypes types = new RecordTypes();
        for (HandlerMethod handler : handlers) {
            types.addAnswers(handler.getMethod());
            for (MethodParameter parameter : handler.getMethodParameters()) {
                if (parameter.hasParameterAnnotation(RequestBody.class)) {
                    types.add(ResolvableType.forMethodParameter(parameter), true, new HashSet<>());
                }
            }
        }
        return types;
    }

    Map<String, Class<?>> all() {
        return all;
    }

    boolean isRequest(String name) {
        return requests.contains(name);
    }

    private void addAnswers(Method method) {
        add(ResolvableType.forMethodReturnType(method), false, new HashSet<>());
        for (ApiResponse answer : AnnotatedElementUtils.findMergedRepeatableAnnotations(method, ApiResponse.class)) {
            for (Content content : answer.content()) {
                add(ResolvableType.forClass(content.array().schema().implementation()), false, new HashSet<>());
                add(ResolvableType.forClass(content.schema().implementation()), false, new HashSet<>());
                Stream.of(content.schema().oneOf(), content.schema().anyOf())
                        .flatMap(Arrays::stream)
                        .forEach(one -> add(ResolvableType.forClass(one), false, new HashSet<>()));
            }
        }
    }

    private void add(ResolvableType type, boolean request, Set<String> seen) {
        Class<?> raw = type.toClass();
        if (!seen.add(type.toString())) {
            return;
        }
        if (raw.isArray()) {
            add(type.getComponentType(), request, seen);
        }
        for (ResolvableType argument : type.getGenerics()) {
            add(argument, request, seen);
        }
        if (!raw.getName().startsWith(OURS)) {
            return;
        }
        if (raw.isSealed()) {
            for (Class<?> permitted : raw.getPermittedSubclasses()) {
                add(ResolvableType.forClass(permitted), request, seen);
            }
        }
        if (raw.isRecord()) {
            addRecord(type, raw, request, seen);
        }
    }

    private void addRecord(ResolvableType type, Class<?> raw, boolean request, Set<String> seen) {
        String name = schemaName(type);
        Class<?> other = all.put(name, raw);
        if (other != null && other != raw) {
            throw new IllegalStateException(
                    "Two records share the schema " + name + ": " + other.getName() + ", " + raw.getName());
        }
        if (request) {
            requests.add(name);
        }
        for (RecordComponent component : raw.getRecordComponents()) {
            add(ResolvableType.forType(component.getGenericType(), type), request, seen);
        }
    }

    /** As springdoc names them: {@code Page<TargetResponse>} is {@code PageTargetResponse}. */
    private static String schemaName(ResolvableType type) {
        return type.toClass().getSimpleName()
                + Arrays.stream(type.getGenerics()).map(RecordTypes::schemaName).collect(Collectors.joining());
    }
}
