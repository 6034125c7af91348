package io.partwarden.http.openapi;

import io.partwarden.http.IfMatch;
import io.partwarden.http.QueryNames;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.method.HandlerMethod;

/** Says the same of a parameter wherever it occurs, also of those that a controller takes through an argument of ours. */
final class CommonParameters implements GlobalOperationCustomizer {

    @Override
    public Operation customize(Operation operation, HandlerMethod handler) {
        List<Parameter> parameters =
                new ArrayList<>(operation.getParameters() == null ? List.of() : operation.getParameters());
        Set<String> common = new LinkedHashSet<>();
        addNames(handler.getMethodAnnotation(QueryNames.class), common);
        boolean versioned = false;
        for (MethodParameter argument : handler.getMethodParameters()) {
            QueryNames names = argument.getParameterType().getAnnotation(QueryNames.class);
            addNames(names, common);
            versioned |= argument.getParameterType() == IfMatch.class;
            if (names != null || argument.getParameterType() == IfMatch.class) {
                parameters.removeIf(parameter ->
                        parameter.getName().equals(argument.getParameter().getName()));
            }
        }
        parameters.stream()
                .map(Parameter::getName)
                .filter(CommonParameter::isQuery)
                .forEach(common::add);
        parameters.removeIf(parameter -> common.contains(parameter.getName()));
        common.forEach(name -> parameters.add(CommonParameter.query(name)));
        parameters.removeIf(parameter -> parameter.getName().equals(CommonParameter.IDEMPOTENCY_KEY));
        if (versioned) {
            parameters.add(CommonParameter.ifMatch());
        }
        if (handler.hasMethodAnnotation(PostMapping.class)) {
            parameters.add(CommonParameter.idempotencyKey());
        }
        if (common.contains("dry_run")) {
            parameters.add(CommonParameter.prefer());
        }
        parameters.forEach(CommonParameter::describeQuery);
        operation.setParameters(parameters.isEmpty() ? null : parameters);
        return operation;
    }

    private static void addNames(@Nullable QueryNames names, Set<String> common) {
        if (names != null) {
            common.addAll(List.of(names.value()));
        }
    }
}
