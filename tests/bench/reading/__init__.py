"""What of a page the reader takes for the article, measured on made pages whose truth is known."""
