package io.partwarden.web;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;

import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockServletContext;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

class EntryPageTests {

    @EnableWebMvc
    static class Mvc {}

    @Test
    void theRootLeadsToSwagger() throws Exception {
        try (AnnotationConfigWebApplicationContext context = new AnnotationConfigWebApplicationContext()) {
            context.setServletContext(new MockServletContext());
            context.register(Mvc.class, EntryPage.class);
            context.refresh();

            MockMvcBuilders.webAppContextSetup(context)
                    .build()
                    .perform(get("/"))
                    .andExpect(redirectedUrl("/swagger-ui.html"));
        }
    }
}
