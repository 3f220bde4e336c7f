console.error('nested complained');
throw new Error('nested threw');
