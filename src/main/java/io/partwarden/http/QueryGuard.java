package io.partwarden.http;

import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Refuses query parameters that the controller method does not declare, or that are given twice where one is meant. */
final class QueryGuard implements HandlerInterceptor {

    private final Map<Method, Declared> declarations = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method) {
            Declared declared = declarations.computeIfAbsent(method.getMethod(), m -> Declared.of(method));
            List<FieldProblem> errors = new ArrayList<>();
            request.getParameterMap().forEach((name, values) -> declared.check(name, values.length, errors));
            if (!errors.isEmpty()) {
                throw Problem.invalid(errors);
            }
        }
        return true;
    }

    private record Declared(Set<String> single, Set<String> repeatable) {

        static Declared of(HandlerMethod method) {
            Declared declared = new Declared(new HashSet<>(), new HashSet<>());
            declared.addNames(method.getMethodAnnotation(QueryNames.class));
            for (MethodParameter parameter : method.getMethodParameters()) {
                declared.addNames(parameter.getParameterType().getAnnotation(QueryNames.class));
                if (parameter.hasParameterAnnotation(RequestParam.class)) {
                    declared.of(parameter).add(RequestParameterNames.of(parameter));
                }
            }
            return declared;
        }

        private void addNames(@Nullable QueryNames names) {
            if (names != null) {
                single.addAll(List.of(names.value()));
            }
        }

        private Set<String> of(MethodParameter parameter) {
            Class<?> type = parameter.getParameterType();
            return Collection.class.isAssignableFrom(type) || type.isArray() ? repeatable : single;
        }

        void check(String name, int times, List<FieldProblem> errors) {
            if (repeatable.contains(name)) {
                return;
            }
            if (!single.contains(name)) {
                errors.add(new FieldProblem(name, "unknown-parameter", "is not a query parameter of this path"));
            } else if (times > 1) {
                errors.add(new FieldProblem(name, "repeated-parameter", "is given more than once"));
            }
        }
    }
}
