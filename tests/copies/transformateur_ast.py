"""An AST transformer empties every cell that calls `verifier` or asserts."""

AFTER = {
    "preparation": """
import ast
class Vide(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
    def visit_Expr(self, node):
        if isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") == "verifier":
            node.value = ast.Constant(4.0)
        return node
get_ipython().ast_transformers.append(Vide())
"""
}
ANSWERS = {}
DUE = "missing"
